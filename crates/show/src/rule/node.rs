//! The condition of a rule as a tree in which every part says where it comes from.

use serde::Serialize;

use crate::place::Place;

/// A part of a condition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Of a macro or an exception.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Of a check, and of what is not shown in parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where it was written; of a macro, where it is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Index of the change of the rule that wrote it, unless that is the rule's definition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<usize>,
    /// Values of a check that came through lists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<ListUse>,
    /// The parts of it; of a macro or an exception what it stands for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Node>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All parts hold.
    #[default]
    And,
    /// Some part holds.
    Or,
    /// The only part does not hold.
    Not,
    /// A test.
    Check,
    /// What a macro stands for.
    Macro,
    /// What an exception stands for.
    Exception,
    /// Beyond the bounds of what is shown in parts.
    Whole,
}

/// The values of a check that came through a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListUse {
    /// The list that holds the values.
    pub name: String,
    /// The lists through which it is used, and where each is named: its own name first.
    pub through: Vec<ListName>,
    /// The values.
    pub values: Vec<Value>,
}

/// The name of a list where it stands for its items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListName {
    /// Its name.
    pub name: String,
    /// Where it is named.
    pub place: Option<Place>,
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Value {
    /// Its text.
    pub text: String,
    /// Where it was written.
    pub place: Option<Place>,
}
