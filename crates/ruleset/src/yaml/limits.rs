//! How much YAML is taken from one file.

/// Bounds for one file. A text that exceeds one is refused; no bound is ever reached by a rules file written for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YamlLimits {
    /// Bytes of text.
    pub bytes: usize,
    /// Collections nested into each other, aliases followed.
    pub depth: usize,
    /// Nodes, an alias counting as none.
    pub nodes: usize,
    /// Nodes when every alias is replaced by a copy of what it stands for.
    pub expanded_nodes: usize,
    /// Bytes of scalars, as they are written, when every alias is replaced by a copy of what it stands for.
    pub expanded_bytes: usize,
}

impl Default for YamlLimits {
    fn default() -> Self {
        Self {
            bytes: 16 << 20,
            depth: 64,
            nodes: 1_000_000,
            expanded_nodes: 2_000_000,
            expanded_bytes: 32 << 20,
        }
    }
}
