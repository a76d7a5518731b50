//! `append: true` and `override`.

use std::collections::BTreeSet;

use super::Reader;
use super::values::boolean;
use crate::advice;
use crate::report::{
    Context, ErrorCode, ItemType, LoadError, Loaded, WarningCode, invalid, malformed,
};
use crate::yaml::{Kind, Mark, Node};

const APPEND_IS_DEPRECATED: &str = "'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";
const APPEND_AND_OVERRIDE: &str = "Keys 'override' and 'append: true' cannot be used together. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.";

/// Which keys of an item can be overridden, and how.
#[derive(Clone, Copy, Debug)]
pub struct Overridable {
    /// Keys that can be appended to.
    pub append: &'static [&'static str],
    /// Keys that can be replaced.
    pub replace: &'static [&'static str],
}

impl Overridable {
    /// Those of what is no item.
    pub const NOTHING: Self = Self {
        append: &[],
        replace: &[],
    };
}

/// Which keys of an item can be overridden; `item` is the key that names it: `rule`, `macro` or `list`.
pub fn overridable(item: &str) -> Overridable {
    match item {
        "rule" => super::rules::OVERRIDABLE,
        "macro" => super::macros::OVERRIDABLE,
        "list" => super::lists::OVERRIDABLE,
        _ => Overridable::NOTHING,
    }
}

/// The keys that an item overrides.
#[derive(Debug, Default)]
pub(super) struct Overrides {
    pub(super) append: BTreeSet<String>,
    pub(super) replace: BTreeSet<String>,
}

impl Overrides {
    pub(super) fn is_empty(&self) -> bool {
        self.append.is_empty() && self.replace.is_empty()
    }
}

/// Refuses an item that says both `append: true` and `override`.
pub(super) fn require_one_way(
    appends: bool,
    overrides: &Overrides,
    context: &Context,
) -> Loaded<()> {
    if appends && !overrides.is_empty() {
        return Err(malformed(APPEND_AND_OVERRIDE, context));
    }
    Ok(())
}

impl Reader<'_> {
    /// Whether an item says `append: true`, which is deprecated.
    pub(super) fn append_flag(&mut self, item: Node<'_>, context: &Context) -> Loaded<bool> {
        let appends = self
            .optional_decoded(item, "append", boolean, context)?
            .unwrap_or(false);
        if appends {
            self.with
                .report
                .warn(WarningCode::DeprecatedItem, APPEND_IS_DEPRECATED, context);
        }
        Ok(appends)
    }

    /// The entries of `override`, checked in the order in which they are written. A scalar has none.
    pub(super) fn overrides(
        &self,
        item: Node<'_>,
        overridable: Overridable,
        context: &Context,
    ) -> Loaded<Overrides> {
        let mut overrides = Overrides::default();
        let Some(entries) = item.get("override") else {
            return Ok(overrides);
        };
        if entries.items().next().is_some() {
            return Err(invalid(NOT_A_MAPPING, &self.root));
        }
        let parent = self.item_context(ItemType::Overrides, "", item, context);
        for (key, operation) in entries.entries() {
            let key_name = self.word(key)?;
            match self.word(operation)?.as_str() {
                "append" if overridable.append.contains(&key_name.as_str()) => {
                    overrides.append.insert(key_name)
                }
                "append" => {
                    let problem = "cannot be appended to, use 'replace' instead";
                    return Err(self.not_overridable(
                        key,
                        &key_name,
                        problem,
                        overridable,
                        &parent,
                    ));
                }
                "replace" if overridable.replace.contains(&key_name.as_str()) => {
                    overrides.replace.insert(key_name)
                }
                "replace" => {
                    let problem = "cannot be replaced";
                    return Err(self.not_overridable(
                        key,
                        &key_name,
                        problem,
                        overridable,
                        &parent,
                    ));
                }
                other => {
                    return Err(self.bad_operation(
                        operation,
                        &key_name,
                        other,
                        overridable,
                        &parent,
                    ));
                }
            };
        }
        Ok(overrides)
    }

    /// A key or an operation as yaml-cpp makes a string of it, null included.
    fn word(&self, node: Node<'_>) -> Loaded<String> {
        match node.kind() {
            Kind::Null => Ok("null".to_owned()),
            Kind::Scalar => Ok(super::values::owned(node)),
            Kind::Sequence | Kind::Mapping => Err(invalid(bad_conversion(node.mark()), &self.root)),
        }
    }

    fn not_overridable(
        &self,
        node: Node<'_>,
        key: &str,
        problem: &str,
        overridable: Overridable,
        parent: &Context,
    ) -> LoadError {
        let context = self.context(ItemType::Overrides, key, node, parent);
        malformed(format!("Key '{key}' {problem}"), &context).advised(advice::override_key(
            key,
            overridable.append,
            overridable.replace,
        ))
    }

    fn bad_operation(
        &self,
        node: Node<'_>,
        key: &str,
        operation: &str,
        overridable: Overridable,
        parent: &Context,
    ) -> LoadError {
        let append = if overridable.append.contains(&key) {
            "append "
        } else {
            ""
        };
        let replace = if overridable.replace.contains(&key) {
            "replace "
        } else {
            ""
        };
        let message = format!(
            "Invalid override operation for key '{key}': '{operation}'. Allowed values are: {append}{replace}"
        );
        LoadError::new(
            ErrorCode::YamlValidate,
            message,
            &self.context(ItemType::ValueFor, key, node, parent),
        )
        .advised(advice::override_operation(operation))
    }
}

/// What yaml-cpp says of a sequence that is read as a mapping.
const NOT_A_MAPPING: &str =
    "invalid node; this may result from using a map iterator as a sequence iterator, or vice-versa";

fn bad_conversion(mark: Mark) -> String {
    format!(
        "yaml-cpp: error at line {}, column {}: bad conversion",
        mark.line + 1,
        mark.column + 1
    )
}
