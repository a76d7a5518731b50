//! Rules for tests.

use std::sync::LazyLock;

use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::builtin);

/// The loader of some files, all of which load.
pub(crate) fn loaded(files: &[(&str, &str)]) -> Loader<'static> {
    let mut loader = Loader::new(&CATALOGUE, LoadOptions::default());
    for (name, text) in files {
        let report = loader.load(name, text);
        assert!(report.successful(), "{}", report.summary());
    }
    loader
}
