//! A bounded number of cases of every target, the same ones each time.

#[cfg(test)]
mod tests {
    use std::path::Path;

    use falconet_fuzz::runner::{Extent, Plan, Seed, run};
    use falconet_fuzz::targets;

    /// Changed when other cases are wanted.
    const SEED: Seed = Seed(20_261_124);

    fn holds(name: &str) {
        let target = targets::named(name).unwrap();
        if !targets::is_ready(target) {
            eprintln!("SKIPPED: {name}: no module; build one with `cargo xtask build`");
            return;
        }
        let plan = Plan {
            seed: SEED,
            extent: Extent::Cases(target.ci_cases),
            findings: Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz"),
        };
        let report = run(target, &plan, &mut |_| {}).unwrap();
        if let Some(failure) = report.failure {
            panic!("{failure}");
        }
        let (cases, judged) = (report.cases, report.judged());
        println!("{name}: {cases} cases from seed {SEED}, {judged} judged");
        let least = target.least_judged;
        assert!(
            report.judges(least),
            "{name}: of {cases} cases {judged} were judged, and {least} of a hundred must be"
        );
    }

    #[test]
    fn every_target_says_how_much_it_judges() {
        for target in targets::ALL {
            assert!((1..=100).contains(&target.least_judged), "{}", target.name);
        }
    }

    #[test]
    fn any_text_is_a_condition_or_is_refused() {
        holds("condition-text");
    }

    #[test]
    fn a_printed_condition_is_the_same_condition() {
        holds("condition-print");
    }

    #[test]
    fn any_text_is_a_rules_file_or_is_refused() {
        holds("rules-yaml");
    }

    #[test]
    fn hostile_yaml_is_read_or_refused_at_a_place() {
        holds("hostile-yaml");
    }

    #[test]
    fn every_format_of_a_check_says_the_same() {
        holds("lints");
    }

    #[test]
    fn formatted_rules_mean_what_they_meant() {
        holds("formatting");
    }

    #[test]
    fn a_record_is_scanned_as_by_a_plain_reader() {
        holds("scanner");
    }

    #[test]
    fn the_engine_raises_the_alerts_of_the_plain_evaluator() {
        holds("engine");
    }

    #[test]
    fn alerts_do_not_depend_on_the_order_of_rules_and_files() {
        holds("rule-order");
    }

    #[test]
    fn alerts_and_problems_do_not_depend_on_batches() {
        holds("batches");
    }

    #[test]
    fn alerts_do_not_depend_on_envelopes() {
        holds("wrappings");
    }

    #[test]
    fn the_module_answers_in_the_sandbox_as_natively() {
        holds("module");
    }

    #[test]
    fn what_is_repeated_takes_no_more_than_its_share() {
        holds("repetition");
    }
}
