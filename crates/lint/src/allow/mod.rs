//! Comments that allow what a lint finds: `# falconet: allow(FN0301) the list is filled elsewhere`.
//!
//! A comment inside an item, or directly above it, is for that item: a finding is silenced if any of the places that
//! it points at lies there.

mod comment;
mod items;

use std::collections::HashMap;

use falconet_diagnostics::{Diagnostic, Label, Source, SourceId, Sources};
use falconet_ruleset::YamlLimits;
use falconet_ruleset::layout::{Layout, layout};

pub(crate) use self::comment::Directive;
use self::comment::{PREFIX, directive, for_us};
use self::items::owners;

/// A comment for falconet.
#[derive(Debug)]
pub(crate) struct AllowComment {
    /// Where it stands.
    pub(crate) label: Label,
    /// What it says; nothing if that is not understood.
    pub(crate) directive: Option<Directive>,
    /// Number of the item of its file that it is for.
    item: Option<usize>,
}

/// All comments for falconet.
#[derive(Debug, Default)]
pub(crate) struct AllowComments {
    comments: Vec<AllowComment>,
    /// Where the items of each file start.
    items: HashMap<SourceId, Vec<usize>>,
}

/// Which of the names of which comments silenced something.
pub(crate) type Used = std::collections::HashSet<(usize, usize)>;

impl AllowComments {
    /// The comments in these files.
    pub(crate) fn of(sources: &Sources) -> Self {
        let mut all = Self::default();
        for (number, source) in sources.iter().enumerate() {
            if let (Ok(number), true) = (u32::try_from(number), source.text().contains(PREFIX)) {
                all.read(SourceId(number), source);
            }
        }
        all
    }

    fn read(&mut self, id: SourceId, source: &Source) {
        let Some(layout) = layout(source.text(), &YamlLimits::default()) else {
            return;
        };
        let owners = owners(source.text(), &layout);
        let Layout { comments, items } = layout;
        for (span, item) in comments.into_iter().zip(owners) {
            let text = source.text().get(span.range()).unwrap_or_default();
            self.comments.extend(for_us(text).map(|said| AllowComment {
                label: Label {
                    source: id,
                    span,
                    text: String::new(),
                },
                directive: directive(said),
                item,
            }));
        }
        self.items.insert(id, items);
    }

    /// The comments in file order.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, AllowComment> {
        self.comments.iter()
    }

    /// Removes what comments allow, and says which did so.
    pub(crate) fn silence(&self, found: &mut Vec<Diagnostic>) -> Used {
        let (allowed, mut used) = (self.by_item(), Used::new());
        found.retain(|diagnostic| {
            let mut items = diagnostic
                .labels
                .iter()
                .filter_map(|label| self.item_at(label));
            let hit = items
                .find_map(|(source, item)| allowed.get(&(source, item, diagnostic.code.as_str())));
            used.extend(hit);
            hit.is_none()
        });
        used
    }

    fn by_item(&self) -> HashMap<(SourceId, usize, &'static str), (usize, usize)> {
        let mut all = HashMap::new();
        for (number, comment) in self.comments.iter().enumerate() {
            for (name, code) in comment.codes() {
                if let Some(item) = comment.item {
                    all.entry((comment.label.source, item, code))
                        .or_insert((number, name));
                }
            }
        }
        all
    }

    fn item_at(&self, label: &Label) -> Option<(SourceId, usize)> {
        let starts = self.items.get(&label.source)?;
        let before = starts.partition_point(|start| *start <= label.span.start);
        Some((label.source, before.checked_sub(1)?))
    }
}

impl AllowComment {
    /// The codes of the lints that it names, with their numbers among its names.
    fn codes(&self) -> impl Iterator<Item = (usize, &'static str)> {
        let names = self.directive.iter().flat_map(|directive| &directive.names);
        names
            .enumerate()
            .filter_map(|(number, name)| Some((number, name.as_ref().ok()?.code)))
    }
}
