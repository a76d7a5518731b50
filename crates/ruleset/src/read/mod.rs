//! Items of a file, read in Falco's order so that the first error is Falco's first error.
//!
//! What an item defines goes to the [`Collector`] at once: an error further down leaves it there.

mod changes;
mod engine_version;
mod exceptions;
mod items;
mod lists;
mod macros;
mod names;
mod overrides;
mod plugin_versions;
mod repeated_keys;
mod rules;
mod values;

use falconet_diagnostics::{Label, SourceId};

use crate::advice;
use crate::collect::{Collecting, Collector};
use crate::expand::MappedText;
use crate::report::{Context, ItemType, Loaded, malformed};
use crate::yaml::{Documents, Kind, Node};
pub use overrides::{Overridable, overridable};

/// A file that is being read.
pub(crate) struct Reader<'r> {
    pub(crate) source: SourceId,
    pub(crate) text: &'r str,
    /// Offset in the file at which the YAML starts: behind a byte order mark.
    pub(crate) base: usize,
    pub(crate) root: Context,
    pub(crate) collector: &'r mut Collector,
    pub(crate) with: Collecting<'r>,
}

impl Reader<'_> {
    /// Reads every document until an error that ends the loading.
    pub(crate) fn read(&mut self, documents: &Documents<'_>) -> Loaded<()> {
        documents
            .roots()
            .filter(|root| root.kind() != Kind::Null)
            .try_for_each(|root| {
                let read = self.document(root);
                self.part(read).map(drop)
            })
    }

    /// The value, or nothing where there is an error that does not end the loading.
    fn part<T>(&mut self, part: Loaded<T>) -> Loaded<Option<T>> {
        self.with.report.recovered(part)
    }

    fn document(&mut self, root: Node<'_>) -> Loaded<()> {
        match root.kind() {
            Kind::Sequence => root
                .items()
                .filter(|item| item.kind() != Kind::Null)
                .try_for_each(|item| self.item_or_error(item)),
            Kind::Mapping => Err(malformed(
                "Rules content is not yaml array of objects",
                &self.root,
            )
            .advised(advice::NO_LIST_OF_ITEMS)),
            Kind::Scalar | Kind::Null => Err(malformed("Rules content is not yaml", &self.root)
                .advised(advice::NO_LIST_OF_ITEMS)),
        }
    }

    /// The context of a node inside another.
    fn context(
        &self,
        item_type: ItemType,
        name: &str,
        node: Node<'_>,
        parent: &Context,
    ) -> Context {
        let span = node.span();
        let span = falconet_diagnostics::Span::new(span.start + self.base, span.end + self.base);
        parent.inside(item_type, name, node.mark(), span)
    }

    /// The context of an item, which stands for its first line and not for all of it.
    fn item_context(
        &self,
        item_type: ItemType,
        name: &str,
        node: Node<'_>,
        parent: &Context,
    ) -> Context {
        let start = node.span().start;
        let rest = self.text.get(start..node.span().end).unwrap_or_default();
        let length = rest.lines().next().map_or(0, |line| line.trim_end().len());
        let span = falconet_diagnostics::Span::new(start + self.base, start + length + self.base);
        parent.inside(item_type, name, node.mark(), span)
    }

    /// Where a node stands, for a finding whose context is something around it.
    fn labels(&self, node: Node<'_>) -> Vec<Label> {
        let span = node.span();
        vec![Label {
            source: self.source,
            span: falconet_diagnostics::Span::new(span.start + self.base, span.end + self.base),
            text: String::new(),
        }]
    }

    fn mapped(&self, node: Node<'_>) -> MappedText {
        MappedText::from_scalar(node, self.text, self.source, self.base)
    }
}
