//! The codes of Falco's load result.

use falconet_diagnostics::Code;

use crate::advice::OwnCode;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal, $short:literal, $long:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name, such as `LOAD_ERR_VALIDATE`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// A few words.
            pub const fn short_text(self) -> &'static str {
                match self { $(Self::$variant => $short,)+ }
            }

            /// What Falco's JSON says of it. Of errors it says no more than the few words.
            pub const fn description(self) -> &'static str {
                match self { $(Self::$variant => $long,)+ }
            }
        }
    };
}

codes! {
    /// Why a file was not loaded.
    ErrorCode {
        /// A file that cannot be read, or is no text.
        FileRead = "LOAD_ERR_FILE_READ", "File read error", "File read error";
        /// YAML syntax.
        YamlParse = "LOAD_ERR_YAML_PARSE", "YAML parse error", "YAML parse error";
        /// The shape of an item.
        YamlValidate = "LOAD_ERR_YAML_VALIDATE", "Error validating internal structure of YAML file", "Error validating internal structure of YAML file";
        /// A condition that does not parse, or does not fit the source.
        CompileCondition = "LOAD_ERR_COMPILE_CONDITION", "Error compiling condition", "Error compiling condition";
        /// An output or an extra output field.
        CompileOutput = "LOAD_ERR_COMPILE_OUTPUT", "Error compiling output", "Error compiling output";
        /// Items that do not fit each other.
        Validate = "LOAD_ERR_VALIDATE", "Error validating rule/macro/list/exception objects", "Error validating rule/macro/list/exception objects";
    }
}

codes! {
    /// What may be wrong with a file that was loaded all the same.
    WarningCode {
        /// A rule of a source that does not exist.
        UnknownSource = "LOAD_UNKNOWN_SOURCE", "Unknown event source", "A rule has a unknown event source. This can occur when reading rules content without having a corresponding plugin loaded, etc. The rule will be silently ignored.";
        /// A comparison with the string `<NA>`.
        UnsafeNaCheck = "LOAD_UNSAFE_NA_CHECK", "Unsafe <NA> comparison in condition", "Comparing a field value with <NA> is unsafe and can lead to unpredictable behavior of the rule condition. If you need to check for the existence of a field, consider using the 'exists' operator instead.";
        /// A syscall rule for events of every type.
        NoEventType = "LOAD_NO_EVTTYPE", "Condition has no event-type restriction", "A rule condition matches too many evt.type values. This has a significant performance penalty. Make the condition more specific by adding an evt.type field or further restricting the number of evt.type values in the condition.";
        /// A rule that was left out for an unknown field, as it asks for.
        UnknownFilter = "LOAD_UNKNOWN_FILTER", "Unknown field or event-type in condition or output", "A rule condition or output refers to a field or evt.type that does not exist. This is normally an error, but if a rule has a skip-if-unknown-filter property, the error is downgraded to a warning.";
        /// A macro that nothing refers to.
        UnusedMacro = "LOAD_UNUSED_MACRO", "Unused macro", "A macro is defined in the rules content but is not used by any other macro or rule.";
        /// A list that nothing refers to.
        UnusedList = "LOAD_UNUSED_LIST", "Unused list", "A list is defined in the rules content but is not used by any other list, macro, or rule.";
        /// An item that is neither rule nor anything else.
        UnknownItem = "LOAD_UNKNOWN_ITEM", "Unknown rules file item", "An unknown top-level object is in the rules content. It will be ignored.";
        /// A deprecated form or field.
        DeprecatedItem = "LOAD_DEPRECATED_ITEM", "Used deprecated item", "A deprecated item is employed by lists, macros, or rules.";
        /// An appended exception without values.
        AppendNoValues = "LOAD_APPEND_NO_VALUES", "Overriding/appending with no values", "A rule exception is overriding/appending with no values";
        /// Two exceptions of one rule with the same name.
        ExceptionNameNotUnique = "LOAD_EXCEPTION_NAME_NOT_UNIQUE", "Multiple exceptions defined with the same name", "A rule is defining multiple exceptions with the same name";
        /// A macro that cannot be referred to.
        InvalidMacroName = "LOAD_INVALID_MACRO_NAME", "Invalid macro name", "A macro is defined with an invalid name";
        /// A list whose name has characters that end a word.
        InvalidListName = "LOAD_INVALID_LIST_NAME", "Invalid list name", "A list is defined with an invalid name";
        /// A value in a condition that is probably not meant.
        CompileCondition = "LOAD_COMPILE_CONDITION", "Warning in rule condition", "A rule condition or output have been parsed with a warning";
        /// A key that the kind of item does not have.
        UnknownKey = "LOAD_UNKNOWN_KEY", "Unknown key in item definition", "An item in the rules content contains an unrecognized key. The key will be ignored. This may indicate a typo or a property placed on the wrong item type.";
    }
}

/// A few words on a code of ours or of Falco's.
pub fn describe(code: &Code) -> Option<&'static str> {
    let errors = ErrorCode::ALL.iter();
    let errors = errors.map(|one| (one.name(), one.short_text()));
    let warnings = WarningCode::ALL.iter();
    let warnings = warnings.map(|one| (one.name(), one.short_text()));
    let own = OwnCode::ALL.iter();
    let own = own.map(|one| (one.name(), one.short_text()));
    let mut all = errors.chain(warnings).chain(own);
    all.find(|(name, _)| *name == code.as_str())
        .map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let names = ErrorCode::ALL
            .iter()
            .map(|code| code.name())
            .chain(WarningCode::ALL.iter().map(|code| code.name()))
            .chain(OwnCode::ALL.iter().map(|code| code.name()));
        let mut names: Vec<_> = names.collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn codes_of_both_kinds_are_described_and_others_are_not() {
        assert_eq!(describe(&Code::new("FN0001")), Some("Unknown field"));
        assert_eq!(
            describe(&Code::new("LOAD_UNUSED_LIST")),
            Some("Unused list")
        );
        assert_eq!(describe(&Code::new("E1")), None);
    }

    #[test]
    fn the_description_of_an_error_is_its_short_text() {
        assert!(
            ErrorCode::ALL
                .iter()
                .all(|code| code.description() == code.short_text())
        );
    }
}
