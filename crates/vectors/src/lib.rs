//! Language vectors: inputs and what real Falco made of them, run through the loader and the evaluator that production
//! uses, over a catalogue made from each vector.
//!
//! A vectors file holds one JSON object a line, `{"id", "kind", "input", "expect", "from"}`. [`run`] takes such a file's
//! text and gives out what failed, so that one corpus is run natively and inside the WebAssembly module.

mod alerts;
mod catalogue;
mod compare;
mod eval;
mod expectation;
mod format;
mod load;
mod outcome;
mod parse;
mod settings;
mod stage;
mod vector;

pub use outcome::{Failure, Outcomes};

use vector::Vector;

/// Runs every vector of a file.
pub fn run(text: &str) -> Outcomes {
    let mut outcomes = Outcomes::default();
    for (number, line) in text.lines().enumerate() {
        if !line.trim().is_empty() {
            run_line(line, number + 1, &mut outcomes);
        }
    }
    outcomes
}

fn run_line(line: &str, number: usize, outcomes: &mut Outcomes) {
    match Vector::read(line) {
        Ok(vector) => outcomes.count(vector.id(), vector.difference()),
        Err(error) => outcomes.count(&format!("line {number}"), Some(format!("  {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failures(text: &str) -> Vec<(String, String)> {
        let failures = run(text).failures.into_iter();
        failures
            .map(|failure| (failure.id, failure.report))
            .collect()
    }

    const PARSE: &str = r#"{"id":"p","kind":"parse","input":{"condition":"a.b exists"},"expect":{"ok":true,"sexp":"(exists (field \"a.b\"))"}}"#;

    #[test]
    fn vectors_that_hold_are_counted() {
        let outcomes = run(&format!("{PARSE}\n\n{PARSE}\n"));
        assert_eq!((outcomes.passed, outcomes.failures.len()), (2, 0));
    }

    #[test]
    fn a_vector_that_does_not_hold_is_shown_with_its_difference() {
        let wrong = PARSE.replace("exists (field", "absent (field");
        let [(id, report)] = &failures(&wrong)[..] else {
            panic!("one failure")
        };
        assert_eq!(id, "p");
        assert!(report.contains("sexp") && report.contains("absent") && report.contains("exists"));
    }

    #[test]
    fn a_line_that_is_no_vector_fails_under_its_number() {
        for (line, reason) in [
            ("{", "EOF"),
            ("{}", "missing field"),
            (r#"{"id":"x","kind":"walk","input":{},"expect":{}}"#, "walk"),
        ] {
            let [(id, report)] = &failures(&format!("\n{line}"))[..] else {
                panic!("one failure")
            };
            assert_eq!(id, "line 2");
            assert!(report.contains(reason), "{report}");
        }
    }

    #[test]
    fn an_input_that_makes_no_sense_fails_under_its_id() {
        for input in [
            r#"{"id":"x","kind":"parse","input":{},"expect":{}}"#,
            r#"{"id":"x","kind":"parse","input":{"condition_repeat":["a"]},"expect":{}}"#,
            r#"{"id":"x","kind":"eval","input":{"fields":[{"name":"a.b","type":"uint9"}],"event":{},"condition":"a.b exists"},"expect":{}}"#,
            r#"{"id":"x","kind":"load","input":{"known_sources":{},"files":[["a"]]},"expect":{}}"#,
            r#"{"id":"x","kind":"format","input":{"known_sources":{},"files":[],"events":[]},"expect":{}}"#,
        ] {
            let [(id, _)] = &failures(input)[..] else {
                panic!("one failure of {input}")
            };
            assert_eq!(id, "x");
        }
    }

    #[test]
    fn an_expectation_that_nothing_answers_is_a_failure() {
        let more = PARSE.replace(r#""ok":true"#, r#""ok":true,"colour":"red""#);
        let [(_, report)] = &failures(&more)[..] else {
            panic!("one failure")
        };
        assert!(report.contains("colour") && report.contains("(nothing)"));
    }
}
