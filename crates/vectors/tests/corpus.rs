//! The vectors of this repository, and the whole collection where it lies beside it.

#[cfg(test)]
mod corpus {
    use std::path::{Path, PathBuf};

    use falconet_vectors::run;

    #[test]
    fn the_vectors_of_this_repository_hold() {
        for kind in ["parse", "load", "eval", "format"] {
            holds(&workspace().join(format!("tests/vectors/{kind}.jsonl")));
        }
    }

    /// It is looked for in `FALCONET_SHARED`, else beside the workspace.
    #[test]
    fn the_vectors_of_the_collection_hold() {
        let beside = || workspace().join("../shared");
        let shared = std::env::var_os("FALCONET_SHARED").map_or_else(beside, PathBuf::from);
        let file = shared.join("cases/lang-cases.jsonl");
        if file.is_file() {
            holds(&file);
        } else {
            println!("SKIPPED: there is no {}", file.display());
        }
    }

    fn workspace() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    fn holds(file: &Path) {
        let outcomes = run(&std::fs::read_to_string(file).unwrap());
        for failure in &outcomes.failures {
            println!("--- {}\n{}", failure.id, failure.report);
        }
        println!(
            "{}: {} passed, {} failed",
            file.display(),
            outcomes.passed,
            outcomes.failures.len()
        );
        assert!(outcomes.passed > 0 && outcomes.failures.is_empty());
    }
}
