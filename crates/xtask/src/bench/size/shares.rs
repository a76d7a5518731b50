//! What the bytes of a module are for.

use std::collections::{BTreeMap, HashMap};

use wasmparser::{KnownCustom, Name, NameSectionReader, Parser, Payload, TypeRef};

use super::owner;

/// Bytes by what they are for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Shares {
    /// Code by the crate it is from.
    pub(super) code: BTreeMap<String, usize>,
    /// Constants.
    pub(super) data: usize,
    /// Everything else: types, tables, exports, sizes of sections.
    pub(super) other: usize,
}

impl Shares {
    /// Reads them off a module whose functions have names. The names themselves count for nothing.
    pub(super) fn read(module: &[u8]) -> wasmparser::Result<Self> {
        let mut reading = Reading::default();
        for payload in Parser::new(0).parse_all(module) {
            reading.add(payload?)?;
        }
        Ok(reading.shares(module.len()))
    }

    /// The crates, the largest first.
    pub(super) fn largest(&self) -> Vec<(&str, usize)> {
        let mut all: Vec<_> = self
            .code
            .iter()
            .map(|(name, size)| (name.as_str(), *size))
            .collect();
        all.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
        all
    }

    /// All of them.
    pub(super) fn sum(&self) -> usize {
        self.code.values().sum::<usize>() + self.data + self.other
    }
}

#[derive(Default)]
struct Reading<'a> {
    imported: u32,
    /// Sizes of the functions that are no imports.
    bodies: Vec<usize>,
    names: HashMap<u32, &'a str>,
    data: usize,
    custom: usize,
}

impl<'a> Reading<'a> {
    fn add(&mut self, payload: Payload<'a>) -> wasmparser::Result<()> {
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    self.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body.range().len()),
            Payload::DataSection(data) => self.data = data.range().len(),
            Payload::CustomSection(section) => {
                self.custom += section.range().len();
                if let KnownCustom::Name(names) = section.as_known() {
                    self.add_names(names)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn add_names(&mut self, names: NameSectionReader<'a>) -> wasmparser::Result<()> {
        for part in names {
            if let Name::Function(functions) = part? {
                for naming in functions {
                    let naming = naming?;
                    self.names.insert(naming.index, naming.name);
                }
            }
        }
        Ok(())
    }

    fn shares(&self, size: usize) -> Shares {
        let mut code = BTreeMap::new();
        for (index, body) in (self.imported..).zip(&self.bodies) {
            let name = self.names.get(&index).copied().unwrap_or_default();
            *code.entry(owner::of(name)).or_default() += body;
        }
        let known = code.values().sum::<usize>() + self.data + self.custom;
        Shares {
            code,
            data: self.data,
            other: size.saturating_sub(known),
        }
    }
}
