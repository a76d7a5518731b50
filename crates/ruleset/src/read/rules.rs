//! `rule` items: definitions, overrides, appends, and the deprecated way to enable one.

use std::collections::BTreeSet;

use super::Reader;
use super::overrides::{Overridable, Overrides, require_one_way};
use super::values::{boolean, owned, unsigned};
use crate::advice;
use crate::changes::ChangeKind;
use crate::collect::{ExceptionList, ItemKind, RuleInfo, RuleReplacement, RuleUpdate};
use crate::expand::MappedText;
use crate::priority::Priority;
use crate::report::{Context, ItemType, Loaded, WarningCode, malformed};
use crate::yaml::Node;

pub(super) const OVERRIDABLE: Overridable = Overridable {
    append: &["condition", "exceptions", "output", "desc", "tags"],
    replace: &[
        "condition",
        "exceptions",
        "output",
        "desc",
        "tags",
        "priority",
        "enabled",
        "warn_evttypes",
        "skip-if-unknown-filter",
        "capture",
        "capture_duration",
    ],
};
const ENABLED_ALONE_IS_DEPRECATED: &str = "The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry under the 'override' key (i.e. 'enabled: replace').";
const DEFAULT_SOURCE: &str = "syscall";

/// A rule item with a name.
#[derive(Clone, Copy)]
struct RuleItem<'n> {
    node: Node<'n>,
    name: &'n str,
    context: &'n Context,
}

impl RuleItem<'_> {
    /// A definition with nothing in it yet.
    fn defined_with(self, source: Option<String>) -> RuleInfo {
        RuleInfo {
            name: self.name.to_owned(),
            condition: MappedText::default(),
            output: MappedText::default(),
            description: String::new(),
            priority: Priority::Debug,
            source: source.unwrap_or_else(|| DEFAULT_SOURCE.to_owned()),
            has_known_source: true,
            is_whole: true,
            tags: BTreeSet::new(),
            exceptions: ExceptionList::default(),
            enabled: true,
            capture: false,
            capture_duration: 0,
            warn_event_types: true,
            skip_if_unknown_filter: false,
            context: self.context.clone(),
            condition_context: self.context.clone(),
            output_context: self.context.clone(),
        }
    }

    fn nothing_to_update(self) -> RuleUpdate {
        let (name, context) = (self.name.to_owned(), self.context.clone());
        RuleUpdate {
            name,
            source: None,
            condition: None,
            exceptions: None,
            output: None,
            description: None,
            tags: None,
            context,
        }
    }
}

impl Reader<'_> {
    pub(super) fn rule(&mut self, node: Node<'_>) -> Loaded<Context> {
        let unnamed = self.item_context(ItemType::Rule, "", node, &self.root);
        let name = self.string(node, "rule", &unnamed)?;
        let context = self.item_context(ItemType::Rule, &name, node, &self.root);
        let item = RuleItem {
            node,
            name: &name,
            context: &context,
        };
        let appends = self.append_flag(node, &context)?;
        let overrides = self.overrides(node, OVERRIDABLE, &context)?;
        require_one_way(appends, &overrides, &context)?;
        let mut kind = ChangeKind::of_item(appends);
        if !overrides.is_empty() {
            self.override_rule(item, &overrides)?;
        } else if appends {
            self.append_to_rule(item)?;
        } else if ["condition", "output", "desc", "priority"]
            .iter()
            .any(|key| node.has(key))
        {
            self.define_rule(item)?;
        } else {
            kind = ChangeKind::Enable;
            self.enable_rule(item)?;
        }
        let change = self.change(node, kind, &overrides);
        self.collector.rules.note(&name, change);
        Ok(context)
    }

    fn define_rule(&mut self, item: RuleItem<'_>) -> Loaded<()> {
        if let Some(info) = self.rule_info(item)? {
            return self.collector.define_rule(info, &mut self.with);
        }
        self.collector.unread.add(ItemKind::Rule, item.name);
        Ok(())
    }

    /// The order of the keys is the order in which Falco complains. Without a condition or an output there is nothing
    /// to check further.
    fn rule_info(&mut self, item: RuleItem<'_>) -> Loaded<Option<RuleInfo>> {
        let RuleItem { node, context, .. } = item;
        let condition = self.scalar(node, "condition", context);
        let condition = self.part(condition)?;
        let output = self.scalar(node, "output", context);
        let output = self.part(output)?;
        let description = self.string(node, "desc", context);
        let description = self.part(description)?;
        let priority = self.priority(item);
        let priority = self.part(priority)?;
        let settings = self.rule_settings(item);
        let settings = self.part(settings)?;
        let exceptions = self.exceptions(node, false, context);
        let exceptions = self.part(exceptions)?;
        let Some((condition, output)) = condition.zip(output) else {
            return Ok(None);
        };
        let is_whole = description.is_some()
            && priority.is_some()
            && settings.is_some()
            && exceptions.is_some();
        Ok(Some(RuleInfo {
            condition: self.mapped(condition),
            output: self.mapped(output).trimmed(),
            description: description.unwrap_or_default(),
            priority: priority.unwrap_or(Priority::Debug),
            exceptions: exceptions.unwrap_or_default().into_iter().collect(),
            condition_context: self.context(ItemType::RuleCondition, "", condition, context),
            output_context: self.context(ItemType::RuleOutput, "", output, context),
            is_whole,
            ..settings.unwrap_or_else(|| self.unsettled(item))
        }))
    }

    /// A definition of which nothing is known but its name and source.
    fn unsettled(&self, item: RuleItem<'_>) -> RuleInfo {
        let source = self.optional_string(item.node, "source", item.context);
        item.defined_with(source.ok().flatten())
    }

    /// What has a default.
    fn rule_settings(&mut self, item: RuleItem<'_>) -> Loaded<RuleInfo> {
        let RuleItem { node, context, .. } = item;
        let source = self.optional_string(node, "source", context)?;
        Ok(RuleInfo {
            enabled: self.flag(item, "enabled")?.unwrap_or(true),
            capture: self.flag(item, "capture")?.unwrap_or(false),
            capture_duration: self
                .optional_decoded(node, "capture_duration", unsigned, context)?
                .unwrap_or(0),
            warn_event_types: self.flag(item, "warn_evttypes")?.unwrap_or(true),
            skip_if_unknown_filter: self.flag(item, "skip-if-unknown-filter")?.unwrap_or(false),
            tags: self.tags(item)?,
            ..item.defined_with(source)
        })
    }

    fn flag(&self, item: RuleItem<'_>, key: &str) -> Loaded<Option<bool>> {
        self.optional_decoded(item.node, key, boolean, item.context)
    }

    fn tags(&self, item: RuleItem<'_>) -> Loaded<BTreeSet<String>> {
        let tags = self.optional_scalars(item.node, "tags", item.context)?;
        Ok(tags.into_iter().map(owned).collect())
    }

    fn priority(&self, item: RuleItem<'_>) -> Loaded<Priority> {
        let value = self.scalar(item.node, "priority", item.context)?;
        Priority::parse(value.scalar().unwrap_or_default()).ok_or_else(|| {
            let context = self.context(ItemType::RulePriority, "", value, item.context);
            let name = value.scalar().unwrap_or_default();
            malformed("Invalid priority", &context).advised(advice::priority(name))
        })
    }

    fn enable_rule(&mut self, item: RuleItem<'_>) -> Loaded<()> {
        let enabled = self.decoded(item.node, "enabled", boolean, item.context)?;
        self.with.report.warn(
            WarningCode::DeprecatedItem,
            ENABLED_ALONE_IS_DEPRECATED,
            item.context,
        );
        self.collector.enable_rule(item.name, enabled, item.context)
    }

    /// `append: true` looks at the condition and the exceptions and at nothing else.
    fn append_to_rule(&mut self, item: RuleItem<'_>) -> Loaded<()> {
        let RuleItem { node, context, .. } = item;
        let condition = self
            .optional_scalar(node, "condition", context)?
            .map(|condition| self.mapped(condition));
        let exceptions = node
            .has("exceptions")
            .then(|| self.exceptions(node, true, context))
            .transpose()?;
        let update = RuleUpdate {
            source: source_of_update(node),
            condition,
            exceptions,
            ..item.nothing_to_update()
        };
        self.collector.append_rule(update, &self.with)
    }

    /// What is appended comes first; a key without an entry under `override` is found last.
    fn override_rule(&mut self, item: RuleItem<'_>, overrides: &Overrides) -> Loaded<()> {
        let mut expected: BTreeSet<&str> = OVERRIDABLE
            .replace
            .iter()
            .copied()
            .filter(|key| item.node.has(key))
            .collect();
        if !overrides.append.is_empty() {
            let mut expecting = Expecting {
                expected: &mut expected,
                keys: &overrides.append,
                operation: "append",
            };
            let update = self.update(item, &mut expecting)?;
            self.collector.append_rule(update, &self.with)?;
        }
        if !overrides.replace.is_empty() {
            let mut expecting = Expecting {
                expected: &mut expected,
                keys: &overrides.replace,
                operation: "replace",
            };
            let replacement = self.replacement(item, &mut expecting)?;
            self.collector.replace_rule(replacement, &self.with)?;
        }
        self.refuse_unexpected(item, &expected)
    }

    fn refuse_unexpected(&self, item: RuleItem<'_>, expected: &BTreeSet<&str>) -> Loaded<()> {
        let unexpected = expected
            .first()
            .and_then(|key| Some((*key, item.node.get(key)?)));
        let Some((key, value)) = unexpected else {
            return Ok(());
        };
        let context = self.context(ItemType::Overrides, key, value, item.context);
        Err(malformed(
            format!("Unexpected key '{key}': no corresponding entry under 'override' is defined."),
            &context,
        ))
    }

    fn update(
        &mut self,
        item: RuleItem<'_>,
        expecting: &mut Expecting<'_, '_>,
    ) -> Loaded<RuleUpdate> {
        let RuleItem { node, context, .. } = item;
        let mut update = item.nothing_to_update();
        if expecting.takes("condition", context)? {
            update.source = source_of_update(node);
            update.condition = Some(self.mapped(self.scalar(node, "condition", context)?));
        }
        if expecting.takes("exceptions", context)? {
            update.exceptions =
                Some(self.exceptions(node, expecting.operation == "append", context)?);
        }
        if expecting.takes("output", context)? {
            update.output = Some(self.mapped(self.scalar(node, "output", context)?));
        }
        if expecting.takes("desc", context)? {
            update.description = Some(self.string(node, "desc", context)?);
        }
        if expecting.takes("tags", context)? {
            update.tags = Some(self.tags(item)?);
        }
        Ok(update)
    }

    fn replacement(
        &mut self,
        item: RuleItem<'_>,
        expecting: &mut Expecting<'_, '_>,
    ) -> Loaded<RuleReplacement> {
        let context = item.context;
        let update = self.update(item, expecting)?;
        let priority = expecting
            .takes("priority", context)?
            .then(|| self.priority(item))
            .transpose()?;
        Ok(RuleReplacement {
            update,
            priority,
            enabled: self.replaced_flag(item, "enabled", expecting)?,
            warn_event_types: self.replaced_flag(item, "warn_evttypes", expecting)?,
            skip_if_unknown_filter: self.replaced_flag(
                item,
                "skip-if-unknown-filter",
                expecting,
            )?,
            capture: self.replaced_flag(item, "capture", expecting)?,
            capture_duration: if expecting.takes("capture_duration", context)? {
                Some(self.decoded(item.node, "capture_duration", unsigned, context)?)
            } else {
                None
            },
        })
    }

    fn replaced_flag(
        &self,
        item: RuleItem<'_>,
        key: &str,
        expecting: &mut Expecting<'_, '_>,
    ) -> Loaded<Option<bool>> {
        if expecting.takes(key, item.context)? {
            return self
                .decoded(item.node, key, boolean, item.context)
                .map(Some);
        }
        Ok(None)
    }
}

/// An update may be without a source, or with an empty one.
fn source_of_update(node: Node<'_>) -> Option<String> {
    node.get("source")
        .and_then(Node::scalar)
        .filter(|source| !source.is_empty())
        .map(str::to_owned)
}

/// The keys of an item that are still to be explained by an entry under `override`.
struct Expecting<'e, 'k> {
    expected: &'e mut BTreeSet<&'k str>,
    keys: &'e BTreeSet<String>,
    operation: &'static str,
}

impl Expecting<'_, '_> {
    /// Whether a key is overridden; then it must be there, and no other override may have taken it.
    fn takes(&mut self, key: &str, context: &Context) -> Loaded<bool> {
        if !self.keys.contains(key) {
            return Ok(false);
        }
        if !self.expected.remove(key) {
            let operation = self.operation;
            let message = format!(
                "An {operation} override for '{key}' was specified but '{key}' is not defined"
            );
            return Err(malformed(message, context));
        }
        Ok(true)
    }
}
