//! Compiling only what a file adds comes to the same as compiling everything after each file.

#[cfg(test)]
mod loads;
#[cfg(test)]
mod random;
#[cfg(test)]
#[path = "../support/mod.rs"]
mod support;

#[cfg(test)]
mod strategies {
    use std::fs;
    use std::sync::LazyLock;

    use falconet_event::catalogue::Catalogue;
    use falconet_ruleset::{ExpansionLimits, LoadOptions, Loader};

    use crate::loads::{difference, difference_alone, is_only_added};
    use crate::random::{Random, files, shared_out};
    use crate::support::{Tally, golden_cases};

    /// How sequences are loaded: as Falco does, going on after errors, and with bounds that are soon reached.
    fn ways() -> Vec<LoadOptions> {
        let default = LoadOptions::default();
        let collecting = LoadOptions::collecting_errors();
        let with = |most_errors, report_bytes, expansion| LoadOptions {
            most_errors,
            report_bytes,
            expansion,
            ..default.clone()
        };
        let tight = |total_bytes, substitution_work| ExpansionLimits {
            total_bytes,
            substitution_work,
            condition_bytes: 400,
        };
        vec![
            with(4, default.report_bytes, default.expansion),
            with(4, 12 << 10, default.expansion),
            with(1, 5 << 10, default.expansion),
            with(1000, default.report_bytes, tight(900, 1 << 20)),
            with(1, default.report_bytes, tight(1 << 20, 2500)),
            default,
            collecting,
        ]
    }

    fn check(name: &str, files: &[String], tally: &mut Tally) {
        static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::builtin);
        let found = ways().into_iter().filter_map(|options| {
            let way = format!("{} errors, {:?}", options.most_errors, options.expansion);
            difference(files, &CATALOGUE, &options).map(|found| format!("{way}: {found}"))
        });
        let found: Vec<String> = found.take(1).collect();
        let shown = |found: String| format!("{found}\n{}", files.join("=== \n"));
        let found: Vec<String> = found.into_iter().map(shown).collect();
        tally.note(name, &found);
    }

    #[test]
    fn random_files() {
        let mut tally = Tally::new("random sequences of files");
        for seed in 1..=150 {
            check(&format!("seed {seed}"), &files(seed), &mut tally);
        }
        tally.finish();
    }

    #[test]
    fn golden_cases_shared_out_among_files() {
        let mut tally = Tally::new("golden cases shared out");
        let mut random = Random::new(7);
        for folder in golden_cases() {
            let rules = fs::read(folder.join("rules.yaml")).unwrap();
            let files = shared_out(&String::from_utf8_lossy(&rules), &mut random);
            check(&folder.display().to_string(), &files, &mut tally);
        }
        tally.finish();
    }

    #[test]
    fn golden_cases_one_after_another() {
        let mut tally = Tally::new("golden cases one after another");
        for folders in golden_cases().chunks(3) {
            let rules = |folder: &std::path::PathBuf| fs::read(folder.join("rules.yaml")).unwrap();
            let files = folders.iter().map(rules);
            let files: Vec<_> = files
                .map(|rules| String::from_utf8_lossy(&rules).into_owned())
                .collect();
            check(&folders[0].display().to_string(), &files, &mut tally);
        }
        tally.finish();
    }

    #[test]
    fn a_rule_that_is_compiled_alone_comes_out_as_among_others() {
        let mut tally = Tally::new("rules alone");
        let catalogue = Catalogue::builtin();
        for folder in golden_cases().into_iter().step_by(4) {
            let rules = fs::read(folder.join("rules.yaml")).unwrap();
            let found = difference_alone(&String::from_utf8_lossy(&rules), &catalogue);
            let found: Vec<String> = found.into_iter().collect();
            tally.note(&folder.display().to_string(), &found);
        }
        tally.finish();
    }

    const FIRST: &str = "
- list: people
  items: [alice, group]
- macro: login
  condition: ct.name = ConsoleLogin
- rule: r
  desc: d
  condition: login and ct.user in (people, others)
  output: o
  priority: INFO
  source: aws_cloudtrail
- list: idle
  items: [nobody]
";

    #[test]
    fn what_is_only_added_is_compiled_by_itself() {
        for more in [
            "- list: unheard_of\n  items: [people]\n",
            "- list: nobody\n  items: [x]\n",
            "- macro: another\n  condition: login\n",
            "- required_engine_version: 0.30.0\n",
            "- list: added\n  items: [x]\n- {list: added, items: [y], override: {items: append}}\n",
        ] {
            assert!(
                is_only_added(more, FIRST, &LoadOptions::default()),
                "{more}"
            );
        }
    }

    #[test]
    fn what_changes_anything_has_everything_compiled() {
        for more in [
            "- list: others\n  items: [bob]\n",
            "- list: group\n  items: [bob]\n",
            "- list: odd name\n  items: [bob]\n",
            "- list: idle\n  items: [bob]\n",
            "- {list: people, items: [bob], override: {items: append}}\n",
            "- macro: login\n  condition: ct.name = Login\n",
            "- {rule: r, enabled: false, override: {enabled: replace}}\n",
        ] {
            assert!(
                !is_only_added(more, FIRST, &LoadOptions::default()),
                "{more}"
            );
        }
    }

    #[test]
    fn an_item_that_cannot_be_read_changes_what_refers_to_it() {
        let other = FIRST.replace("- rule: r\n", "- rule: other\n");
        let first = FIRST.replace("login and", "later and")
            + &other.replace("login and", "s3.bytes = number and");
        let options = LoadOptions::collecting_errors();
        for (more, is_added) in [
            ("- macro: later\n", false),
            ("- list: number\n", false),
            ("- macro: unheard_of\n", true),
            ("- rule: later\n", true),
        ] {
            assert_eq!(is_only_added(more, &first, &options), is_added, "{more}");
        }
    }

    #[test]
    fn a_load_that_failed_is_gone_on_with() {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        let bad = FIRST.replace("ct.user", "ct.nope");
        assert!(!loader.load("1.yaml", &bad).successful());
        assert!(
            !loader
                .load("2.yaml", "- list: l\n  items: []\n")
                .successful()
        );
        assert!(loader.load("3.yaml", FIRST).successful());
        assert_eq!(loader.ruleset().unwrap().lists.len(), 3);
    }
}
