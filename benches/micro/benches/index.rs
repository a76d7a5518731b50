//! Finding the rules that can match, of few and of many.

use std::fmt::Write as _;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use falconet_engine::BatchResult;
use falconet_micro::{engine, judge, rule, sample};

fn main() {
    divan::main();
}

/// Rules of which no event matches one.
fn rules(count: usize) -> String {
    let mut rules = String::new();
    for number in 0..count {
        let condition = format!("ct.name = Act{number} and ct.user != svc{number}");
        let _ = write!(rules, "{}", rule(&format!("r{number}"), &condition));
    }
    rules
}

/// The whole of judging, where the index is all that there is to it.
#[divan::bench(args = [1, 100, 10_000])]
fn rules_of_one_field(bencher: Bencher<'_, '_>, count: usize) {
    let input = sample();
    let mut engine = engine(&rules(count), &[]);
    let mut out = BatchResult::default();
    bencher
        .counter(BytesCount::of_slice(&input))
        .bench_local(|| judge(&mut engine, black_box(&input), &mut out));
}
