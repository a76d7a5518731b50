//! `required_engine_version`.

use super::Reader;
use super::values::unsigned;
use crate::report::{Context, ItemType, Loaded, malformed};
use crate::version::Version;
use crate::yaml::Node;

const KEY: &str = "required_engine_version";

impl Reader<'_> {
    pub(super) fn engine_version(&mut self, item: Node<'_>) -> Loaded<Context> {
        let context = self.item_context(ItemType::RequiredEngineVersion, "", item, &self.root);
        let text = self.string(item, KEY, &context)?;
        let Some(required) = read_version(&text) else {
            let message = format!(
                "Unable to parse engine version '{text}' as a semver string. Expected \"x.y.z\" semver format."
            );
            return Err(malformed(message, &context));
        };
        self.collector
            .require_engine(required, self.with.engine_version, &context)?;
        Ok(context)
    }
}

/// A number is a minor version.
fn read_version(text: &str) -> Option<Version> {
    unsigned(text)
        .map(|minor| Version::new(0, minor, 0))
        .or_else(|| Version::parse(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_minor_version() {
        assert_eq!(read_version("13"), Some(Version::new(0, 13, 0)));
        assert_eq!(read_version("0x10"), Some(Version::new(0, 16, 0)));
    }

    #[test]
    fn a_fraction_is_no_version() {
        assert_eq!(read_version("13.0"), None);
    }
}
