//! The catalogues that cases play in: the built-in sources, and one made up to have fields of every type.

use std::sync::OnceLock;

use falconet_event::catalogue::flat::{FlatCatalogue, FlatField};
use falconet_event::catalogue::{
    ArgumentSpec, Catalogue, Extraction, FieldSpec, Path, Source, SourceId, SourceKind, ValueType,
};

/// Name of the made-up source.
const MOCK: &str = "mock";

/// A source with its catalogue, and what generators need to know of it.
pub struct World {
    /// Every source that rules may speak of.
    pub catalogue: Catalogue,
    /// The one that events come from.
    pub source: SourceId,
    /// Its fields.
    pub fields: Vec<FieldUse>,
    /// Where in an event fields look.
    pub paths: Vec<Path>,
}

/// A field as a condition may name it.
#[derive(Clone, Debug)]
pub struct FieldUse {
    /// Its name.
    pub name: String,
    /// Type of its value, or of its elements.
    pub value_type: ValueType,
    /// Whether it yields a list.
    pub is_list: bool,
    /// What argument it takes.
    pub argument: Option<ArgumentSpec>,
    /// Where in an event it looks, if that is one place.
    pub path: Option<Path>,
}

impl World {
    /// Every world, for a choice among them.
    pub fn choice() -> Vec<&'static Self> {
        Self::all().iter().collect()
    }

    /// The worlds of real sources.
    pub fn real() -> Vec<&'static Self> {
        let all = Self::all().iter();
        all.filter(|world| world.name() != MOCK).collect()
    }

    /// Every world, the one of CloudTrail first.
    pub fn all() -> &'static [Self] {
        static WORLDS: OnceLock<Vec<World>> = OnceLock::new();
        WORLDS.get_or_init(|| {
            let builtin = Catalogue::builtin();
            let ids = (0..builtin.sources.len()).filter_map(|at| u16::try_from(at).ok());
            let mut worlds: Vec<_> = ids
                .map(|id| Self::new(builtin.clone(), SourceId(id)))
                .filter(|world| world.kind() != SourceKind::Silent)
                .collect();
            worlds.push(Self::new(mock(), SourceId(0)));
            worlds
        })
    }

    /// The world of a source; that of CloudTrail if there is none of that name.
    pub fn named(name: &str) -> &'static Self {
        let all = Self::all();
        let found = all.iter().find(|world| world.name() == name);
        #[expect(
            clippy::indexing_slicing,
            reason = "the built-in catalogue has sources"
        )]
        found.unwrap_or(&all[0])
    }

    fn new(catalogue: Catalogue, source: SourceId) -> Self {
        let mut world = Self {
            catalogue,
            source,
            fields: Vec::new(),
            paths: Vec::new(),
        };
        let specs: Vec<_> = world
            .source()
            .providers
            .iter()
            .flat_map(|provider| provider.fields.clone())
            .collect();
        world.paths = specs.iter().filter_map(path_of).collect();
        world.fields = specs.into_iter().map(FieldUse::new).collect();
        world
    }

    /// The source that events come from.
    pub fn source(&self) -> &Source {
        #[expect(clippy::indexing_slicing, reason = "the id is one of this catalogue")]
        &self.catalogue.sources[usize::from(self.source.0)]
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.source().name
    }

    /// What its events look like.
    pub fn kind(&self) -> SourceKind {
        self.source().kind
    }
}

impl FieldUse {
    fn new(spec: FieldSpec) -> Self {
        Self {
            value_type: spec.value_type,
            is_list: spec.is_list,
            argument: spec.argument,
            path: path_of(&spec),
            name: spec.name.into_owned(),
        }
    }
}

fn path_of(spec: &FieldSpec) -> Option<Path> {
    match spec.extraction {
        Extraction::Path(path, _) => Some(path),
        _ => None,
    }
}

/// Fields of every type, as scalars and as lists, some with arguments.
fn mock() -> Catalogue {
    let mut fields = Vec::new();
    for value_type in [
        ValueType::String,
        ValueType::Uint64,
        ValueType::Bool,
        ValueType::IpAddr,
        ValueType::IpNet,
        ValueType::RelTime,
        ValueType::AbsTime,
    ] {
        let word = value_type.word();
        fields.push(FlatField::scalar(&format!("t.{word}"), value_type));
        fields.push(FlatField::scalar(&format!("u.{word}"), value_type));
        fields.push(list(&format!("l.{word}"), value_type));
        fields.push(list(&format!("k.{word}"), value_type));
    }
    fields.push(FlatField::scalar("t.string.longer", ValueType::String));
    fields.push(with_argument("a.key", true, true, false));
    fields.push(with_argument("a.optional", false, true, false));
    fields.push(with_argument("a.index", true, false, true));
    fields.push(with_argument("a.both", false, true, true));
    FlatCatalogue::new()
        .source(MOCK, "mock", fields)
        .plugin("mock", "1.2.3")
        .finish()
}

fn list(name: &str, value_type: ValueType) -> FlatField {
    FlatField {
        is_list: true,
        ..FlatField::scalar(name, value_type)
    }
}

fn with_argument(name: &str, required: bool, key: bool, index: bool) -> FlatField {
    let argument = Some(ArgumentSpec {
        required,
        key,
        index,
    });
    FlatField {
        argument,
        ..FlatField::scalar(name, ValueType::String)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_world_for_every_source_that_has_events() {
        let names: Vec<_> = World::all().iter().map(World::name).collect();
        assert_eq!(names[0], "aws_cloudtrail");
        assert!(names.contains(&"okta") && names.contains(&MOCK));
        assert!(!names.contains(&"syscall"));
    }

    #[test]
    fn fields_and_paths_are_those_of_the_source() {
        let world = World::named("aws_cloudtrail");
        assert!(world.fields.iter().any(|field| field.name == "ct.name"));
        assert!(world.fields.iter().any(|field| field.name == "evt.num"));
        assert!(world.paths.contains(&["userIdentity", "arn"].as_slice()));
    }
}
