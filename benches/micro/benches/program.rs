//! Judging rules, with nothing ruled out beforehand.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use falconet_engine::{BatchResult, Engine};
use falconet_micro::{SHIPPED, engine, judge, rule, sample};

fn main() {
    divan::main();
}

fn measure(bencher: Bencher<'_, '_>, mut engine: Engine) {
    let input = sample();
    let mut out = BatchResult::default();
    bencher
        .counter(BytesCount::of_slice(&input))
        .bench_local(|| judge(&mut engine, black_box(&input), &mut out));
}

/// The shipped rules, found through the index: what is usual.
#[divan::bench]
fn shipped(bencher: Bencher<'_, '_>) {
    measure(bencher, engine(SHIPPED, &[]));
}

/// The shipped rules, each judged for each event.
#[divan::bench]
fn shipped_without_index(bencher: Bencher<'_, '_>) {
    measure(bencher, engine(SHIPPED, &[]).without_index());
}

/// One condition that no event fulfils.
#[divan::bench(args = [
    "ct.name = NoSuch",
    "ct.request contains nothing-like-it",
    "ct.request regex \".*nothing[0-9]+like.*\"",
    "ct.srcip in (192.0.2.1, 192.0.2.2)",
    "ct.name glob \"*No*Such*\"",
    "tolower(ct.user) = nobody",
])]
fn one_condition(bencher: Bencher<'_, '_>, condition: &str) {
    let rules = rule("r", &format!("'{condition}'"));
    measure(bencher, engine(&rules, &[]).without_index());
}
