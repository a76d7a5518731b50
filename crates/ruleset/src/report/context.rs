//! Where in the rules something was found: a chain of locations from the file down to the value.

use std::sync::Arc;

use falconet_condition::Position;
use falconet_diagnostics::{Label, SourceId, Span};

use crate::yaml::Mark;

macro_rules! item_types {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)+) => {
        /// What a [`Location`] is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ItemType { $($(#[$doc])* $variant,)+ }

        impl ItemType {
            /// Falco's words for it.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

item_types! {
    /// The value of a key.
    ValueFor = "value for",
    /// All exceptions of a rule.
    Exceptions = "exceptions",
    /// One exception.
    Exception = "exception",
    /// All values of an exception.
    ExceptionValues = "exception values",
    /// One value of an exception.
    ExceptionValue = "exception value",
    /// A whole file.
    RulesContent = "rules content",
    /// An item of a file.
    RulesContentItem = "rules content item",
    /// A required engine version.
    RequiredEngineVersion = "required_engine_version",
    /// All required plugin versions.
    RequiredPluginVersions = "required plugin versions",
    /// One required plugin version.
    RequiredPluginVersionsEntry = "required plugin versions entry",
    /// An alternative to a required plugin.
    RequiredPluginVersionsAlternative = "required plugin versions alternative",
    /// A list.
    List = "list",
    /// An item of a list, or of any sequence.
    ListItem = "list item",
    /// A macro.
    Macro = "macro",
    /// The condition of a macro.
    MacroCondition = "macro condition",
    /// A rule.
    Rule = "rule",
    /// The condition of a rule.
    RuleCondition = "rule condition",
    /// A place in a condition.
    ConditionExpression = "condition expression",
    /// The output of a rule.
    RuleOutput = "rule output",
    /// The priority of a rule.
    RulePriority = "rule priority",
    /// An override, or all of them.
    Overrides = "overrides",
}

/// One step of a [`Context`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// What it is about.
    pub item_type: ItemType,
    /// Its name, if it has one.
    pub item_name: String,
    /// The file's name; of a condition expression the start of the condition in quotes.
    pub source_name: Arc<str>,
    /// Where. Of a condition expression this is Falco's sum of two positions, which is none.
    pub mark: Mark,
}

/// A chain of locations, from the file down.
#[derive(Clone, Debug)]
pub struct Context {
    place: Arc<Place>,
}

#[derive(Debug)]
struct Place {
    location: Location,
    parent: Option<Context>,
    source: SourceId,
    /// The condition that the location is in, if it is a condition expression.
    condition: Option<Arc<str>>,
    /// Where it really is.
    labels: Vec<Label>,
}

impl Context {
    /// A whole file.
    pub(crate) fn file(source: SourceId, name: &str) -> Self {
        let location = Location {
            item_type: ItemType::RulesContent,
            item_name: String::new(),
            source_name: name.into(),
            mark: Mark::default(),
        };
        Self::new(Place {
            location,
            parent: None,
            source,
            condition: None,
            labels: Vec::new(),
        })
    }

    fn new(place: Place) -> Self {
        Self {
            place: Arc::new(place),
        }
    }

    /// Something inside, in the same file.
    pub(crate) fn inside(
        &self,
        item_type: ItemType,
        item_name: &str,
        mark: Mark,
        span: Span,
    ) -> Self {
        let source_name = Arc::clone(&self.place.location.source_name);
        let location = Location {
            item_type,
            item_name: item_name.to_owned(),
            source_name,
            mark,
        };
        let label = Label {
            source: self.place.source,
            span,
            text: String::new(),
        };
        Self::new(Place {
            location,
            parent: Some(self.clone()),
            source: self.place.source,
            condition: None,
            labels: vec![label],
        })
    }

    /// A place in a condition. `labels` say where it stands in files.
    pub(crate) fn in_condition(
        &self,
        position: Position,
        condition: &Arc<str>,
        labels: Vec<Label>,
    ) -> Self {
        let parent = self.place.location.mark;
        let mark = Mark {
            offset: parent.offset + position.index,
            line: parent.line + position.line,
            column: parent.column + position.column,
        };
        let location = Location {
            item_type: ItemType::ConditionExpression,
            item_name: String::new(),
            source_name: condition_name(condition).into(),
            mark,
        };
        let condition = Some(Arc::clone(condition));
        Self::new(Place {
            location,
            parent: Some(self.clone()),
            source: self.place.source,
            condition,
            labels,
        })
    }

    /// The locations, the file first.
    pub fn locations(&self) -> Vec<&Location> {
        let mut locations: Vec<_> =
            std::iter::successors(Some(self), |context| context.place.parent.as_ref())
                .map(|context| &context.place.location)
                .collect();
        locations.reverse();
        locations
    }

    /// The innermost location.
    pub fn location(&self) -> &Location {
        &self.place.location
    }

    /// The file.
    pub fn source(&self) -> SourceId {
        self.place.source
    }

    /// The condition whose text the innermost location is in, if it is one.
    pub fn condition(&self) -> Option<&str> {
        self.place.condition.as_deref()
    }

    /// Where it stands in files: of the innermost location that is known to stand anywhere.
    pub(crate) fn labels(&self) -> &[Label] {
        let mut contexts =
            std::iter::successors(Some(self), |context| context.place.parent.as_ref());
        contexts
            .find(|context| !context.place.labels.is_empty())
            .map_or(&[], |context| &context.place.labels)
    }
}

/// The start of a condition in quotes, on one line.
fn condition_name(condition: &str) -> String {
    const LONGEST: usize = 20;
    let shown = if condition.len() > LONGEST {
        let start =
            String::from_utf8_lossy(condition.as_bytes().get(..LONGEST - 3).unwrap_or_default());
        format!("\"{start}...\"")
    } else {
        format!("\"{condition}\"")
    };
    shown.replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(condition: &str) -> String {
        condition_name(condition)
    }

    #[test]
    fn short_conditions_are_named_whole() {
        assert_eq!(name("12345678901234567890"), "\"12345678901234567890\"");
    }

    #[test]
    fn long_conditions_are_cut_and_put_on_one_line() {
        assert_eq!(name("a\nb5678901234567890123"), "\"a b56789012345678...\"");
    }

    #[test]
    fn a_cut_inside_a_character_leaves_valid_text() {
        assert!(name(&"\u{e9}".repeat(20)).ends_with("\u{fffd}...\""));
    }

    #[test]
    fn a_place_in_a_condition_adds_up_two_positions() {
        let rule = Context::file(SourceId(0), "r.yaml").inside(
            ItemType::Rule,
            "a",
            Mark {
                offset: 2,
                line: 0,
                column: 2,
            },
            Span::new(2, 9),
        );
        let condition = Arc::from("foo");
        let place = rule.in_condition(
            Position {
                index: 0,
                line: 1,
                column: 1,
            },
            &condition,
            Vec::new(),
        );
        assert_eq!(
            place.location().mark,
            Mark {
                offset: 2,
                line: 1,
                column: 3
            }
        );
        assert_eq!(place.locations().len(), 3);
        assert_eq!(
            place.labels().first().map(|label| label.span),
            Some(Span::new(2, 9))
        );
    }
}
