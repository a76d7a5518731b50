//! Which files the editor shows findings of, and by which check.

use std::collections::BTreeMap;

/// The files whose findings the editor was told, each with the key of the rules that it was checked with.
#[derive(Debug, Default)]
pub(super) struct Published {
    files: BTreeMap<String, String>,
}

impl Published {
    pub(super) fn has(&self, uri: &str) -> bool {
        self.files.contains_key(uri)
    }

    pub(super) fn add(&mut self, uri: String, key: &str) {
        self.files.insert(uri, key.to_owned());
    }

    /// Takes the files that were checked with these rules and are none of them any more.
    pub(super) fn gone(&mut self, key: &str, uris: &[String]) -> Vec<String> {
        let is_gone = |uri: &String, known: &mut String| known == key && !uris.contains(uri);
        self.files
            .extract_if(.., is_gone)
            .map(|(uri, _)| uri)
            .collect()
    }

    pub(super) fn take_all(&mut self) -> impl Iterator<Item = String> + use<> {
        std::mem::take(&mut self.files).into_keys()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_gone_that_the_same_rules_had_before() {
        let mut published = Published::default();
        for (uri, key) in [("a", "one"), ("b", "one"), ("c", "two")] {
            published.add(uri.to_owned(), key);
        }
        assert_eq!(published.gone("one", &["a".to_owned()]), ["b"]);
        assert!(published.has("a") && !published.has("b"));
        assert_eq!(published.take_all().collect::<Vec<_>>(), ["a", "c"]);
        assert!(!published.has("a"));
    }
}
