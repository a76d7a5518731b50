//! Every lint has a page in `docs/lints`, every page a lint, and their examples do what they say.

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use falconet_event::catalogue::Catalogue;
    use falconet_lint::{ALL, Input, Level, Levels, Lint, run};
    use falconet_ruleset::{LoadOptions, Loader};

    /// Lints from here on are about services and metadata, and do not judge the examples of others, which are short.
    const PARTICULAR: &str = "FN0400";

    fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/lints")
    }

    fn page(lint: &Lint) -> String {
        let path = folder().join(format!("{}.md", lint.code));
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The fenced YAML texts behind a heading, up to the next heading; each is a file.
    fn examples<'p>(page: &'p str, heading: &str) -> Vec<&'p str> {
        let section = page.split("\n## ").find(|part| part.starts_with(heading));
        let section = section.unwrap_or_else(|| panic!("no section `{heading}`"));
        let fences = section.split("```yaml\n").skip(1);
        fences
            .map(|text| text.split("```").next().unwrap())
            .collect()
    }

    fn levels(lint: &Lint) -> Levels {
        let mut levels = Levels::default();
        for other in ALL.iter().filter(|other| other.code >= PARTICULAR) {
            levels.set(other.code, Level::Allow).unwrap();
        }
        levels.set(lint.code, Level::Warn).unwrap();
        levels
    }

    /// The codes of what lints find in these files.
    fn found(files: &[&str], lint: &Lint) -> BTreeSet<String> {
        assert!(!files.is_empty(), "{} has no example", lint.code);
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        for (number, text) in files.iter().enumerate() {
            let report = loader.load(&format!("{number}.yaml"), text);
            assert!(report.successful(), "{}: {:?}", lint.code, report.errors());
        }
        let input = Input::of(&loader, &catalogue, true).unwrap();
        let found = run(&input, &levels(lint), Vec::new()).into_iter();
        found.map(|one| one.code.to_string()).collect()
    }

    #[test]
    fn bad_examples_are_found_by_their_lint_and_by_no_other() {
        for lint in ALL {
            let codes = found(&examples(&page(lint), "Bad"), lint);
            let own = BTreeSet::from([lint.code.to_owned()]);
            assert_eq!(codes, own, "{}", lint.code);
        }
    }

    #[test]
    fn good_examples_are_clean() {
        for lint in ALL {
            let codes = found(&examples(&page(lint), "Good"), lint);
            assert_eq!(codes, BTreeSet::new(), "{}", lint.code);
        }
    }

    #[test]
    fn every_page_is_headed_by_its_lint() {
        for lint in ALL {
            let heading = format!("# {} {}\n", lint.code, lint.name);
            assert!(page(lint).starts_with(&heading), "{}", lint.code);
        }
    }

    #[test]
    fn every_page_is_of_a_lint() {
        for entry in fs::read_dir(folder()).unwrap() {
            let path = entry.unwrap().path();
            let code = path.file_stem().unwrap().to_str().unwrap();
            let known = ALL.iter().any(|lint| lint.code == code);
            assert!(known || code == "README", "{}", path.display());
        }
    }

    fn table() -> String {
        let rows = ALL.iter().map(|lint| {
            let Lint {
                code,
                name,
                summary,
                level,
                ..
            } = lint;
            let level = level.word();
            format!("| [{code}]({code}.md) | `{name}` | {level} | {summary} |\n")
        });
        let heading = "| code | name | level | what it finds |\n|---|---|---|---|\n";
        format!("{heading}{}", rows.collect::<String>())
    }

    /// `BLESS=1` writes the table anew. It ends the page.
    #[test]
    fn the_table_lists_every_lint() {
        let path = folder().join("README.md");
        let text = fs::read_to_string(&path).unwrap();
        let start = text.find("| code |").unwrap();
        let wanted = format!("{}{}", &text[..start], table());
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &wanted).unwrap();
        } else {
            assert_eq!(text, wanted, "run with BLESS=1 to write the table anew");
        }
    }
}
