//! The catalogue that is built in.

use std::sync::OnceLock;

use miniz_oxide::inflate::decompress_to_vec_with_limit;

use super::catalogue::Catalogue;

static CATALOGUE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.deflate"));
static IRREGULAR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/irregular.deflate"));

/// More than either text has.
const MOST_BYTES: usize = 1 << 20;

impl Catalogue {
    /// What AWS writes, as far as it is known. The first call unpacks it.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Catalogue> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            // Tests prove that the texts are understood.
            Self::parse(&unpacked(CATALOGUE), &unpacked(IRREGULAR)).unwrap_or_default()
        })
    }
}

fn unpacked(packed: &[u8]) -> String {
    let bytes = decompress_to_vec_with_limit(packed, MOST_BYTES).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_texts_are_understood() {
        let parsed = Catalogue::parse(&unpacked(CATALOGUE), &unpacked(IRREGULAR));
        assert_eq!(parsed.map(|_| ()), Ok(()));
        assert!(Catalogue::builtin().is_known("iam.amazonaws.com", "CreateUser"));
    }

    /// All of it, with the code that reads it, is to stay below 120 KiB of the module.
    #[test]
    fn the_packed_names_stay_small() {
        let bytes = CATALOGUE.len() + IRREGULAR.len();
        assert!(bytes < 80 << 10, "{bytes} bytes");
    }
}
