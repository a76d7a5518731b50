//! The rules that this project ships are clean.

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use falconet_event::catalogue::Catalogue;
    use falconet_lint::{Input, Levels, run};
    use falconet_ruleset::{LoadOptions, Loader};

    #[test]
    fn nothing_is_found_in_our_own_packs() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
        let entries = fs::read_dir(folder).unwrap();
        let mut packs: Vec<_> = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
            .collect();
        packs.sort();
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        for pack in &packs {
            let text = fs::read_to_string(pack).unwrap();
            assert!(loader.load(&pack.to_string_lossy(), &text).successful());
        }
        let input = Input::of(&loader, &catalogue, true).unwrap();
        let found = run(&input, &Levels::default());
        let found: Vec<_> = found.iter().map(|one| (&one.code, &one.message)).collect();
        assert!(!packs.is_empty() && found.is_empty(), "{found:#?}");
//! The shipped rules have no finding; those of upstream have few, and each of them is right.
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
        report.error()
    );
    let input = Input::of(&loader, &catalogue, true).unwrap();
    run(&input, &Levels::default())
        .into_iter()
        .map(|one| format!("{} {}", one.code, one.message))
        .collect()
}
#[test]
fn shipped_packs_are_clean() {
    for entry in fs::read_dir(root().join("rules")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "yaml") {
            assert_eq!(found(&path), BTreeSet::new(), "{}", path.display());
    }
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
        assert_eq!(particular, wanted, "{case}");
    }
}
    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")

    /// Lints from here on are about services and metadata.
    const PARTICULAR: &str = "FN0400";

    /// Code and message of what every lint finds in a file.
    fn found(path: &Path) -> BTreeSet<String> {
        let text = fs::read_to_string(path).unwrap();
        let report = loader.load("rules.yaml", &text);
        assert!(
            report.successful(),
            "{}: {:?}",
            path.display(),
            report.error()
        );
        run(&input, &Levels::default())
            .into_iter()
            .map(|one| format!("{} {}", one.code, one.message))
            .collect()

    fn shipped_packs_are_clean() {
        for entry in fs::read_dir(root().join("rules")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "yaml") {
                assert_eq!(found(&path), BTreeSet::new(), "{}", path.display());
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

    fn upstream_rules_are_told_little() {
        let beside = root().join("../shared");
        let shared = std::env::var_os("FALCONET_SHARED").map_or(beside, PathBuf::from);
        if !shared.is_dir() {
            println!("skipped: there are no upstream rules here");
            return;
        for (case, wanted) in UPSTREAM {
            let found = found(&shared.join("golden").join(case).join("rules.yaml"));
            let particular: Vec<&str> = found
                .iter()
                .map(String::as_str)
                .filter(|one| *one >= PARTICULAR)
                .collect();
            assert_eq!(particular, wanted, "{case}");
