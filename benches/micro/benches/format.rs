//! Writing alerts: every event is one.

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use falconet_engine::BatchResult;
use falconet_micro::{engine, judge, rule, sample};

fn main() {
    divan::main();
}

/// Events that are alerts with three fields, in both forms.
#[divan::bench(args = ["json_output=true", "json_output=false"])]
fn alerts(bencher: Bencher<'_, '_>, form: &str) {
    let input = sample();
    let mut engine = engine(&rule("every", "ct.name exists"), &[form]);
    let mut out = BatchResult::default();
    let alerts = judge(&mut engine, &input, &mut out);
    bencher
        .counter(ItemsCount::new(alerts))
        .counter(BytesCount::of_slice(&input))
        .bench_local(|| judge(&mut engine, black_box(&input), &mut out));
}
