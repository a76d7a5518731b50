//! From bytes to where the wanted fields stand.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use falconet_event::catalogue::Catalogue;
use falconet_event::records::{Limits, Piece, Shape, Splitter};
use falconet_event::{Fields, Plan, PlanBuilder};
use falconet_micro::sample;

fn main() {
    divan::main();
}

/// A plan that wants the fields that rules ask for most.
#[expect(
    clippy::expect_used,
    reason = "without a plan there is nothing to measure"
)]
fn plan() -> Plan {
    let catalogue = Catalogue::builtin();
    let id = catalogue
        .source("aws_cloudtrail")
        .expect("the source is built in");
    let source = catalogue.get(id).expect("the source is built in");
    let mut plan = PlanBuilder::new(source);
    for name in [
        "ct.name",
        "ct.src",
        "ct.user",
        "ct.srcip",
        "ct.error",
        "ct.request",
    ] {
        plan.field(
            &source
                .resolve(name.as_bytes())
                .expect("the field is built in"),
        );
    }
    plan.finish()
}

/// Records are split off, and nothing is looked at.
#[divan::bench]
fn split(bencher: Bencher<'_, '_>) {
    let input = sample();
    let mut splitter = Splitter::new(Shape::CloudTrail, Limits::default());
    bencher
        .counter(BytesCount::of_slice(&input))
        .bench_local(|| {
            let mut records = 0;
            splitter.feed(black_box(&input), true, &mut |piece: Piece<'_>| {
                records += usize::from(matches!(piece, Piece::Record { .. }));
            });
            records
        });
}

/// Records that are split off already are checked, and the wanted fields are found.
#[divan::bench]
fn scan(bencher: Bencher<'_, '_>) {
    let input = sample();
    let (plan, mut fields) = (plan(), Fields::new());
    bencher
        .counter(BytesCount::of_slice(&input))
        .bench_local(|| {
            let lines = black_box(&input).split(|byte| *byte == b'\n');
            let scanned = lines.filter(|line| plan.scan(line, &mut fields).is_ok());
            scanned.count()
        });
}
