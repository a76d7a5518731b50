//! How large nodes are, aliases followed.

use falconet_diagnostics::Span;

/// How large a node is with aliases expanded.
#[derive(Clone, Copy)]
pub(super) struct Size {
    /// Collections nested into each other.
    pub(super) height: usize,
    pub(super) nodes: usize,
    /// Of scalars, as they are written.
    pub(super) bytes: usize,
}

impl Size {
    pub(super) const fn scalar(span: Span) -> Self {
        Self {
            height: 0,
            nodes: 1,
            bytes: span.end.saturating_sub(span.start),
        }
    }

    /// Of a collection without children. Its own level is counted when it ends.
    pub(super) const EMPTY: Self = Self {
        height: 0,
        nodes: 1,
        bytes: 0,
    };

    pub(super) fn add(&mut self, child: Self) {
        self.height = self.height.max(child.height);
        self.nodes = self.nodes.saturating_add(child.nodes);
        self.bytes = self.bytes.saturating_add(child.bytes);
    }
}
