//! Cases that failed once: `tests/regressions/TARGET/NAME` holds the parts of an input, and `story.md`, which says what
//! was wrong.

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use falconet_fuzz::input::Input;
    use falconet_fuzz::target::Outcome;
    use falconet_fuzz::targets;

    const STORY: &str = "story.md";

    #[test]
    fn what_failed_once_holds_now() {
        let root = PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../tests/regressions"
        ));
        let mut checked = 0;
        for target in folders(&root) {
            for case in folders(&target) {
                check(&name(&target), &case);
                checked += 1;
            }
        }
        println!("{checked} cases");
        assert_ne!(checked, 0, "there is no case in {}", root.display());
    }

    fn check(target: &str, case: &Path) {
        let shown = case.display();
        assert!(case.join(STORY).is_file(), "{shown} has no {STORY}");
        let target =
            targets::named(target).unwrap_or_else(|| panic!("no target has the name of {shown}"));
        if !targets::is_ready(target) {
            eprintln!("SKIPPED: {shown}: no module; build one with `cargo xtask build`");
            return;
        }
        let verdict = (target.check)(&Input::read(case).unwrap());
        assert_eq!(verdict, Ok(Outcome::Judged), "{shown}");
    }

    fn folders(of: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(of).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.filter(|path| path.is_dir()).collect()
    }

    fn name(path: &Path) -> String {
        path.file_name().unwrap().to_string_lossy().into_owned()
    }
}
