//! The condition of a rule as a tree in which every part says where it comes from.

use serde::Serialize;

use crate::place::Place;

/// A part of a condition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// Of a macro or an exception.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// Of a check, and of what is not shown in parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    /// Where it was written; of a macro, where it is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<Place>,
    /// Index of the change of the rule that wrote it, unless that is the rule's definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) change: Option<usize>,
    /// Values of a check that came through lists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) lists: Vec<ListUse>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) children: Vec<Node>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    #[default]
    And,
    Or,
    Not,
    Check,
    Macro,
    Exception,
    /// Beyond the bounds of what is shown in parts.
    Whole,
}

/// The values of a check that came through a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ListUse {
    /// The list that holds the values.
    pub(crate) name: String,
    /// The lists through which it is used, and where each is named: its own name first.
    pub(crate) through: Vec<ListName>,
    pub(crate) values: Vec<Value>,
}

/// The name of a list where it stands for its items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ListName {
    pub(crate) name: String,
    pub(crate) place: Option<Place>,
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Value {
    pub(crate) text: String,
    pub(crate) place: Option<Place>,
}
