//! What a case consists of: named texts, as they would lie in a folder.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// The rules, events and whatever else a target takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input(BTreeMap<String, Vec<u8>>);

impl Input {
    /// The input with a part more.
    #[must_use]
    pub fn with(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.0.insert(name.to_owned(), bytes.into());
        self
    }

    /// The bytes of a part; empty if there is none of that name.
    pub fn bytes(&self, name: &str) -> &[u8] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// A part as text; what is not UTF-8 in it is replaced.
    pub fn text(&self, name: &str) -> String {
        String::from_utf8_lossy(self.bytes(name)).into_owned()
    }

    /// The parts with their names.
    pub fn parts(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// How many bytes there are in all.
    pub fn size(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// Reads the files of a folder.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut input = Self::default();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            input = input.with(&name, fs::read(&path)?);
        }
        Ok(input)
    }

    /// Writes the parts as files of a folder.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        self.parts()
            .try_for_each(|(name, bytes)| fs::write(folder.join(name), bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_part_is_empty() {
        let input = Input::default().with("a", *b"x\xff");
        assert_eq!(
            (input.bytes("b"), input.text("a").as_str()),
            (&b""[..], "x\u{fffd}")
        );
        assert_eq!(input.size(), 2);
    }
}
