//! `exceptions` of rules.

use std::collections::HashSet;

use super::Reader;
use crate::collect::{Entry, ExceptionInfo};
use crate::report::{Context, ItemType, Loaded, WarningCode, malformed};
use crate::yaml::{Kind, Node};

impl Reader<'_> {
    /// The exceptions of a rule; none if the key is missing or null. Those to be appended need no fields.
    pub(super) fn exceptions(
        &mut self,
        item: Node<'_>,
        appends: bool,
        context: &Context,
    ) -> Loaded<Vec<ExceptionInfo>> {
        let (mut exceptions, mut names) = (Vec::new(), HashSet::new());
        let Some(nodes) = item
            .get("exceptions")
            .filter(|nodes| nodes.kind() != Kind::Null)
        else {
            return Ok(exceptions);
        };
        if nodes.kind() != Kind::Sequence {
            let context = self.context(ItemType::Exceptions, "", nodes, context);
            return Err(malformed("Rule exceptions must be a sequence", &context));
        }
        for node in nodes.items() {
            let exception = self.exception(node, appends, &mut names, context)?;
            exceptions.push(exception);
        }
        Ok(exceptions)
    }

    fn exception(
        &mut self,
        node: Node<'_>,
        appends: bool,
        names: &mut HashSet<String>,
        parent: &Context,
    ) -> Loaded<ExceptionInfo> {
        let unnamed = self.item_context(ItemType::Exception, "", node, parent);
        if node.kind() != Kind::Mapping {
            return Err(malformed("Rule exception must be a mapping", &unnamed));
        }
        let name = self.string(node, "name", &unnamed)?;
        let context = self.item_context(ItemType::Exception, &name, node, parent);
        if !names.insert(name.clone()) {
            let message = format!("Multiple definitions of exception '{name}' in the same rule");
            self.with
                .report
                .warn(WarningCode::ExceptionNameNotUnique, message, &context);
        }
        let fields = self.optional_entry(node, "fields", &context)?;
        if fields.is_none() && !appends {
            return Err(malformed("Item has no mapping for key 'fields'", &context));
        }
        let comps = self.optional_entry(node, "comps", &context)?;
        let values = self.exception_values(node, appends, &context)?;
        Ok(ExceptionInfo {
            name,
            fields: fields.unwrap_or_default(),
            comps: comps.unwrap_or_default(),
            values,
            appended: Vec::new(),
            context,
        })
    }

    fn exception_values(
        &mut self,
        node: Node<'_>,
        appends: bool,
        context: &Context,
    ) -> Loaded<Vec<Entry>> {
        let Some(values) = node.get("values") else {
            if appends {
                self.with.report.warn(
                    WarningCode::AppendNoValues,
                    "Overriding/appending exception with no values",
                    context,
                );
            }
            return Ok(Vec::new());
        };
        let values_context = self.context(ItemType::ExceptionValues, "", values, context);
        if values.kind() != Kind::Sequence {
            return Err(malformed(
                "Rule exception values must be a sequence",
                &values_context,
            ));
        }
        let one_of = |value| self.context(ItemType::ExceptionValue, "", value, &values_context);
        values
            .items()
            .map(|value| self.entry(value, "", &one_of(value)))
            .collect()
    }

    fn optional_entry(
        &self,
        node: Node<'_>,
        key: &str,
        context: &Context,
    ) -> Loaded<Option<Entry>> {
        node.get(key)
            .map(|value| self.entry(value, key, context))
            .transpose()
    }

    /// A scalar, or a sequence of entries; as deep as the YAML may nest. Anything else is an empty item.
    fn entry(&self, value: Node<'_>, key: &str, parent: &Context) -> Loaded<Entry> {
        match value.kind() {
            Kind::Scalar if value.scalar() == Some("") => {
                let context = self.context(ItemType::ValueFor, key, value, parent);
                Err(malformed("Value must be non-empty", &context))
            }
            Kind::Scalar => Ok(Entry::One(self.mapped(value))),
            Kind::Sequence => self.entries(value, key, parent).map(Entry::Many),
            Kind::Mapping | Kind::Null => Ok(Entry::default()),
        }
    }

    fn entries(&self, value: Node<'_>, key: &str, parent: &Context) -> Loaded<Vec<Entry>> {
        let context = self.context(ItemType::ValueFor, key, value, parent);
        value
            .items()
            .map(|item| self.entry(item, "", &context))
            .collect()
    }
}
