//! What runs a corpus.

use std::fmt;

/// What runs a corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    /// The crates, compiled for this machine.
    Native,
    /// The module in wasmtime.
    Wasmtime,
    /// The module in Node.
    Node,
}

impl Engine {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Native, Self::Wasmtime, Self::Node];

    /// The engine of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let matches = |engine: &Self| engine.to_string().eq_ignore_ascii_case(name);
        Self::ALL.into_iter().find(matches)
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Native => "native",
            Self::Wasmtime => "wasmtime",
            Self::Node => "Node",
        })
    }
}

/// The names of some engines, with commas between.
pub(crate) fn list(engines: &[Engine]) -> String {
    let names: Vec<String> = engines.iter().map(ToString::to_string).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_are_named_in_any_case() {
        assert_eq!(Engine::named("node"), Some(Engine::Node));
        assert_eq!(Engine::named("Native"), Some(Engine::Native));
        assert_eq!(Engine::named("wasmer"), None);
        assert_eq!(list(&Engine::ALL), "native, wasmtime, Node");
    }
}
