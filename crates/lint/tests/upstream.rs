//! Upstream's rules are told little about services and metadata, and each of it is right.

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use falconet_event::catalogue::Catalogue;
    use falconet_lint::{Input, Levels, run};
    use falconet_ruleset::{LoadOptions, Loader};

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    /// Lints from here on are about services and metadata.
    const PARTICULAR: &str = "FN0400";

    /// Code and message of what every lint finds in a file.
    fn found(path: &Path) -> BTreeSet<String> {
        let text = fs::read_to_string(path).unwrap();
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        let report = loader.load("rules.yaml", &text);
        assert!(
            report.successful(),
            "{}: {:?}",
            path.display(),
            report.errors()
        );
        let input = Input::of(&loader, &catalogue, true).unwrap();
        run(&input, &Levels::default(), Vec::new())
            .into_iter()
            .map(|one| format!("{} {}", one.code, one.message))
            .collect()
    }

    /// What upstream's rules are told. The region is a placeholder, which matches nothing until it is replaced.
    const UPSTREAM: [(&str, &[&str]); 4] = [
        (
            "001-stock-default",
            &["FN0403 `ct.region` is never `us-east-0`"],
        ),
        (
            "738-okta-stock",
            &["FN0501 an alert of this rule does not say the address it came from"],
        ),
        ("742-github-stock", &[]),
        ("744-gcp-stock", &[]),
    ];

    #[test]
    fn upstream_rules_are_told_little() {
        let beside = root().join("../shared");
        let shared = std::env::var_os("FALCONET_SHARED").map_or(beside, PathBuf::from);
        if !shared.is_dir() {
            println!("skipped: there are no upstream rules here");
            return;
        }
        for (case, wanted) in UPSTREAM {
            let found = found(&shared.join("golden").join(case).join("rules.yaml"));
            let particular: Vec<&str> = found
                .iter()
                .map(String::as_str)
                .filter(|one| *one >= PARTICULAR)
                .collect();
            assert_eq!(particular, wanted, "{case}");
        }
    }
}
