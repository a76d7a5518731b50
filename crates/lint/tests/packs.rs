//! The rules that this project ships are clean.

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use falconet_event::catalogue::Catalogue;
    use falconet_lint::{Input, Levels, run};
    use falconet_ruleset::{LoadOptions, Loader};

    #[test]
    fn nothing_is_found_in_our_own_packs() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
        let entries = fs::read_dir(folder).unwrap();
        let mut packs: Vec<_> = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "yaml")
            })
            .collect();
        packs.sort();
        // The special pack comes before the general one, as in the filter: the first match counts.
        packs.reverse();
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
    }
}
