//! What events are wrapped in.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What events are wrapped in.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[value(rename_all = "snake_case")]
pub(crate) enum Wrapping {
    /// Whatever is found around what is no event itself
    #[default]
    Auto,
    /// Nothing but what Falco takes: documents, and objects right inside an object
    None,
    /// Vector's `{"message": TEXT}`
    Vector,
    /// Fluent Bit's `{"log": TEXT}`
    Fluentbit,
    /// `{"detail-type": …, "detail": EVENT}`
    Eventbridge,
    /// A subscription's `{"messageType": …, "logEvents": [{"message": TEXT}]}`
    CloudwatchLogs,
    /// A notification's `{"Type": "Notification", "Message": TEXT}`
    Sns,
    /// A message's `{"body": TEXT, "eventSource": "aws:sqs"}` or `{"Body": TEXT}`
    Sqs,
}

impl Wrapping {
    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::None => "none",
            Self::Vector => "vector",
            Self::Fluentbit => "fluentbit",
            Self::Eventbridge => "eventbridge",
            Self::CloudwatchLogs => "cloudwatch_logs",
            Self::Sns => "sns",
            Self::Sqs => "sqs",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapping_has_one_name_on_the_command_line_in_files_and_for_the_module() {
        let names = Wrapping::value_variants().iter().map(|wrapping| {
            let typed = wrapping.to_possible_value().unwrap();
            let written = serde_json::to_value(wrapping).unwrap();
            assert_eq!(written, typed.get_name());
            assert_eq!(written, wrapping.name());
            typed.get_name().to_owned()
        });
        let names: Vec<_> = names.collect();
        let expected = "auto none vector fluentbit eventbridge cloudwatch_logs sns sqs";
        assert_eq!(names.join(" "), expected);
    }
}
