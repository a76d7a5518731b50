//! The rules that this project ships are clean.

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use falconet_event::catalogue::Catalogue;
    use falconet_lint::{Input, Levels, run};
    use falconet_ruleset::{LoadOptions, Loader};

    fn packs() -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
        let entries = fs::read_dir(folder).unwrap();
        let mut packs: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        packs.retain(|path| {
            let name = path.to_string_lossy();
            name.ends_with(".yaml") && !name.ends_with("_test.yaml")
        });
        packs.sort();
        packs
    }

    /// Codes and messages of everything about these files.
    fn found(packs: &[PathBuf]) -> Vec<(String, String)> {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        for pack in packs {
            let text = fs::read_to_string(pack).unwrap();
            assert!(loader.load(&pack.to_string_lossy(), &text).successful());
        }
        let input = Input::of(&loader, &catalogue, true).unwrap();
        let found = run(&input, &Levels::default(), loader.diagnostics()).into_iter();
        found
            .map(|one| (one.code.to_string(), one.message))
            .collect()
    }

    #[test]
    fn the_folder_of_our_packs_is_clean_in_either_order() {
        let mut packs = packs();
        assert_eq!(packs.len(), 2);
        assert_eq!(found(&packs), []);
        packs.reverse();
        assert_eq!(found(&packs), []);
    }

    #[test]
    fn each_of_our_packs_is_clean_alone() {
        for pack in packs() {
            assert_eq!(found(&[pack]), []);
        }
    }
}
