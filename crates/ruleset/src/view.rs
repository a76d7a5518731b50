//! What the files say, as it was written: every definition with its places, before lists, macros and exceptions are
//! put into one another. For whoever judges how rules are written.

use falconet_condition::ast::Expr;
use falconet_condition::{ParseLimits, Span as ConditionSpan, parse};
use falconet_diagnostics::{Label, Span};

use crate::collect::{Collector, Entry, ExceptionInfo, ListInfo, MacroInfo, RuleInfo};
use crate::expand::MappedText;
pub use crate::report::ItemType;

/// Everything that was defined, definitions that were redefined left out.
#[derive(Clone, Copy, Debug)]
pub struct View<'l> {
    collector: &'l Collector,
}

impl<'l> View<'l> {
    pub(crate) const fn new(collector: &'l Collector) -> Self {
        Self { collector }
    }

    /// The lists in position order.
    pub fn lists(self) -> impl Iterator<Item = ListView<'l>> {
        self.collector
            .lists
            .iter()
            .map(|placed| ListView { info: &placed.info })
    }

    /// The macros in position order.
    pub fn macros(self) -> impl Iterator<Item = MacroView<'l>> {
        self.collector
            .macros
            .iter()
            .map(|placed| MacroView { info: &placed.info })
    }

    /// The rules in position order: those that were skipped, and those of unknown sources, as well.
    pub fn rules(self) -> impl Iterator<Item = RuleView<'l>> {
        self.collector
            .rules
            .iter()
            .map(|placed| RuleView { info: &placed.info })
    }

    /// The list of that name.
    pub fn list(self, name: &str) -> Option<ListView<'l>> {
        let placed = self.collector.lists.get(name)?;
        Some(ListView { info: &placed.info })
    }

    /// The macro of that name.
    pub fn macro_named(self, name: &str) -> Option<MacroView<'l>> {
        let placed = self.collector.macros.get(name)?;
        Some(MacroView { info: &placed.info })
    }

    /// The rule of that name.
    pub fn rule(self, name: &str) -> Option<RuleView<'l>> {
        let placed = self.collector.rules.get(name)?;
        Some(RuleView { info: &placed.info })
    }

    /// Definitions that took the place of earlier ones without saying so, in the order in which they were read.
    pub fn redefinitions(self) -> impl Iterator<Item = Redefinition<'l>> {
        let all = self.collector.redefinitions.iter();
        all.map(|(earlier, later)| Redefinition {
            item_type: later.location().item_type,
            name: &later.location().item_name,
            earlier: earlier.labels(),
            later: later.labels(),
        })
    }

    /// Keys that stand twice in one mapping, of which the first is read alone, in the order in which they were read.
    pub fn repeated_keys(self) -> impl Iterator<Item = RepeatedKey<'l>> {
        let all = self.collector.repeated_keys.iter();
        all.map(|repeated| RepeatedKey {
            key: &repeated.key,
            first: &repeated.first,
            again: &repeated.again,
        })
    }
}

/// A key that stands twice in one mapping of an item.
#[derive(Clone, Copy, Debug)]
pub struct RepeatedKey<'l> {
    /// The key.
    pub key: &'l str,
    /// Where it stands first.
    pub first: &'l [Label],
    /// Where it stands again.
    pub again: &'l [Label],
}

/// A definition that took the place of an earlier one.
#[derive(Clone, Copy, Debug)]
pub struct Redefinition<'l> {
    /// List, macro or rule.
    pub item_type: ItemType,
    /// Name of both.
    pub name: &'l str,
    /// Where the earlier one starts.
    pub earlier: &'l [Label],
    /// Where the later one starts.
    pub later: &'l [Label],
}

/// A text that somebody wrote, perhaps in several parts.
#[derive(Clone, Copy, Debug)]
pub struct TextView<'l> {
    mapped: &'l MappedText,
}

impl<'l> TextView<'l> {
    /// The text.
    pub fn text(self) -> &'l str {
        self.mapped.text()
    }

    /// Where a part of it stands in the files.
    pub fn labels(self, span: Span) -> Vec<Label> {
        self.mapped.labels(span)
    }

    /// Where all of it stands in the files; only the first part, if it was written in several.
    pub fn whole(self) -> Vec<Label> {
        self.labels(Span::new(0, self.mapped.len()))
    }

    /// Where a part of the tree of [`Self::parse`] stands in the files.
    pub fn condition_labels(self, span: ConditionSpan) -> Vec<Label> {
        self.labels(Span::new(span.start, span.end))
    }

    /// The text as a condition, with the names of lists and macros in it; nothing if it is one only once lists are
    /// substituted.
    pub fn parse(self) -> Option<Expr> {
        parse(self.text(), ParseLimits::RULE_LOADER).ok()
    }

    /// The offsets at which text that was appended begins.
    pub fn seams(self) -> impl Iterator<Item = usize> + 'l {
        self.mapped.seams()
    }
}

/// A list.
#[derive(Clone, Copy, Debug)]
pub struct ListView<'l> {
    info: &'l ListInfo,
}

impl<'l> ListView<'l> {
    /// Its name.
    pub fn name(self) -> &'l str {
        &self.info.name
    }

    /// Where its definition starts.
    pub fn labels(self) -> &'l [Label] {
        self.info.context.labels()
    }

    /// Its items, appended ones included.
    pub fn items(self) -> impl ExactSizeIterator<Item = TextView<'l>> {
        self.info.items.iter().map(|mapped| TextView { mapped })
    }
}

/// A macro.
#[derive(Clone, Copy, Debug)]
pub struct MacroView<'l> {
    info: &'l MacroInfo,
}

impl<'l> MacroView<'l> {
    /// Its name.
    pub fn name(self) -> &'l str {
        &self.info.name
    }

    /// Where its definition starts.
    pub fn labels(self) -> &'l [Label] {
        self.info.context.labels()
    }

    /// Its condition, appended parts included.
    pub fn condition(self) -> TextView<'l> {
        TextView {
            mapped: &self.info.condition,
        }
    }
}

/// A rule.
#[derive(Clone, Copy, Debug)]
pub struct RuleView<'l> {
    info: &'l RuleInfo,
}

impl<'l> RuleView<'l> {
    /// Its name.
    pub fn name(self) -> &'l str {
        &self.info.name
    }

    /// Where its definition starts.
    pub fn labels(self) -> &'l [Label] {
        self.info.context.labels()
    }

    /// Its condition without exceptions, appended parts included.
    pub fn condition(self) -> TextView<'l> {
        TextView {
            mapped: &self.info.condition,
        }
    }

    /// Its output without what options append to it.
    pub fn output(self) -> TextView<'l> {
        TextView {
            mapped: &self.info.output,
        }
    }

    /// `desc`
    pub fn description(self) -> &'l str {
        &self.info.description
    }

    /// The name of its source, which there may not be.
    pub fn source(self) -> &'l str {
        &self.info.source
    }

    /// Its tags, sorted.
    pub fn tags(self) -> impl ExactSizeIterator<Item = &'l str> {
        self.info.tags.iter().map(String::as_str)
    }

    /// What the files say; a selection may say otherwise.
    pub fn is_enabled(self) -> bool {
        self.info.enabled
    }

    /// `skip-if-unknown-filter`
    pub fn skips_unknown_fields(self) -> bool {
        self.info.skip_if_unknown_filter
    }

    /// Its exceptions in order.
    pub fn exceptions(self) -> impl Iterator<Item = ExceptionView<'l>> {
        let exceptions = self.info.exceptions.as_slice().iter();
        exceptions.map(|info| ExceptionView { info })
    }
}

/// An exception of a rule.
#[derive(Clone, Copy, Debug)]
pub struct ExceptionView<'l> {
    info: &'l ExceptionInfo,
}

impl<'l> ExceptionView<'l> {
    /// Its name.
    pub fn name(self) -> &'l str {
        &self.info.name
    }

    /// Where its definition starts.
    pub fn labels(self) -> &'l [Label] {
        self.info.context.labels()
    }

    /// The fields that it tests.
    pub fn fields(self) -> Vec<TextView<'l>> {
        texts(&self.info.fields)
    }

    /// How it tests each.
    pub fn comparisons(self) -> Vec<TextView<'l>> {
        texts(&self.info.comps)
    }

    /// Its values: of each one text, or one for every field; of a list its items.
    pub fn values(self) -> impl ExactSizeIterator<Item = Vec<TextView<'l>>> {
        self.info.values.iter().map(flat_texts)
    }
}

fn texts(entry: &Entry) -> Vec<TextView<'_>> {
    match entry {
        Entry::One(mapped) => vec![TextView { mapped }],
        Entry::Many(entries) => entries.iter().map(scalar).collect(),
    }
}

fn scalar(entry: &Entry) -> TextView<'_> {
    TextView {
        mapped: entry.scalar(),
    }
}

/// Every text in an entry. Values nest as deep as YAML may.
fn flat_texts(entry: &Entry) -> Vec<TextView<'_>> {
    let (mut found, mut open) = (Vec::new(), vec![entry]);
    while let Some(entry) = open.pop() {
        match entry {
            Entry::One(mapped) => found.push(TextView { mapped }),
            Entry::Many(entries) => open.extend(entries.iter().rev()),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use falconet_event::catalogue::Catalogue;

    use super::*;
    use crate::{LoadOptions, Loader};

    const RULES: &str = "
- list: people
  items: [alice, bob]
- macro: is_login
  condition: ct.name = ConsoleLogin
- rule: Login
  desc: d
  condition: is_login and ct.user in (people)
  output: o
  priority: ERROR
  source: aws_cloudtrail
  tags: [b, a]
  exceptions:
  - {name: by_region, fields: [ct.region, ct.user], values: [[eu-west-1, carol]]}
- macro: is_login
  condition: or ct.name = SwitchRole
  append: true
";

    fn with_view<R>(text: &str, look: impl FnOnce(&Loader<'_>, View<'_>) -> R) -> R {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        loader.load("r.yaml", text);
        look(&loader, loader.view())
    }

    fn shown(loader: &Loader<'_>, labels: &[Label]) -> String {
        let label = labels.first().unwrap();
        loader.sources().get(label.source).unwrap().text()[label.span.range()].to_owned()
    }

    #[test]
    fn conditions_are_seen_before_anything_is_expanded() {
        with_view(RULES, |loader, view| {
            let condition = view.rule("Login").unwrap().condition();
            assert_eq!(condition.text(), "is_login and ct.user in (people)");
            assert_eq!(
                shown(loader, &condition.labels(Span::new(13, 20))),
                "ct.user"
            );
            assert!(condition.parse().is_some());
        });
    }

    #[test]
    fn appended_text_begins_at_a_seam() {
        with_view(RULES, |_, view| {
            let condition = view.macro_named("is_login").unwrap().condition();
            let seams: Vec<_> = condition.seams().collect();
            assert_eq!(&condition.text()[seams[0]..], " or ct.name = SwitchRole");
            assert_eq!(seams.len(), 1);
        });
    }

    #[test]
    fn items_tags_and_exceptions_have_their_places() {
        with_view(RULES, |loader, view| {
            let items = view.list("people").unwrap().items();
            let items: Vec<_> = items.map(|item| shown(loader, &item.whole())).collect();
            assert_eq!(items, ["alice", "bob"]);
            let rule = view.rule("Login").unwrap();
            assert_eq!(rule.tags().collect::<Vec<_>>(), ["a", "b"]);
            let exception = rule.exceptions().next().unwrap();
            let values: Vec<_> = exception.values().flatten().map(TextView::text).collect();
            assert_eq!(values, ["eu-west-1", "carol"]);
            assert_eq!(exception.fields()[0].text(), "ct.region");
        });
    }

    #[test]
    fn keys_that_are_twice_in_one_mapping_are_known() {
        let twice = "- list: l\n  items: [a]\n  items: [b]\n- rule: r\n  desc: d\n  condition: ct.name = A\n  output: o\n  priority: ERROR\n  source: aws_cloudtrail\n  exceptions:\n  - {name: e, fields: [ct.user], fields: [ct.name]}\n";
        with_view(twice, |loader, view| {
            let found = view.repeated_keys();
            let found: Vec<_> = found
                .map(|one| (one.key, shown(loader, one.again)))
                .collect();
            assert_eq!(
                found,
                [
                    ("items", "items".to_owned()),
                    ("fields", "fields".to_owned())
                ]
            );
            let first = view.list("l").unwrap().items().next();
            assert_eq!(first.map(TextView::text), Some("a"));
        });
    }

    #[test]
    fn a_redefinition_is_known_unless_it_is_an_override() {
        let twice = "- {list: l, items: [a]}\n- {list: l, items: [b]}\n- {list: l, items: [c], override: {items: replace}}\n";
        with_view(twice, |loader, view| {
            let found: Vec<_> = view.redefinitions().collect();
            assert_eq!((found.len(), found[0].name), (1, "l"));
            assert!(shown(loader, found[0].earlier).contains("[a]"));
            assert!(shown(loader, found[0].later).contains("[b]"));
        });
    }
}
