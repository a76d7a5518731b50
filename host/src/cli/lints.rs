//! `--allow`, `--warn` and `--deny`: one list of options, since the last word counts.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};
use serde::Serialize;

const HEADING: &str = "Lints";
const ALLOW: &str = "allow";
const WARN: &str = "warn";
const DENY: &str = "deny";

/// What is done about the findings of lints, in the order of the command line.
#[derive(Debug, Default)]
pub(crate) struct LintOptions {
    pub(crate) levels: Vec<LintLevel>,
}

/// What is done about the findings of a lint, given by its code or name, or of `all`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LintLevel {
    /// Nothing.
    Allow(String),
    /// They are warnings.
    Warn(String),
    /// They are errors.
    Deny(String),
}

impl Args for LintOptions {
    fn augment_args(command: Command) -> Command {
        command
            .arg(option(
                ALLOW,
                "Say nothing of what a lint finds; may be repeated, order counts",
            ))
            .arg(option(WARN, "Warn of what a lint finds"))
            .arg(option(DENY, "Make an error of what a lint finds"))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn option(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("LINT")
        .action(ArgAction::Append)
        .help(help)
        .help_heading(HEADING)
}

impl FromArgMatches for LintOptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut options = Self::default();
        options.update_from_arg_matches(matches)?;
        Ok(options)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        let all = [
            placed(matches, ALLOW, LintLevel::Allow),
            placed(matches, WARN, LintLevel::Warn),
            placed(matches, DENY, LintLevel::Deny),
        ];
        let mut all = all.concat();
        all.sort_by_key(|(place, _)| *place);
        self.levels = all.into_iter().map(|(_, level)| level).collect();
        Ok(())
    }
}

/// The values of an option with their places on the command line.
fn placed(
    matches: &ArgMatches,
    name: &str,
    level: fn(String) -> LintLevel,
) -> Vec<(usize, LintLevel)> {
    let places = matches.indices_of(name).into_iter().flatten();
    let lints = matches.get_many::<String>(name).into_iter().flatten();
    places.zip(lints.cloned().map(level)).collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::super::{Cli, Command};
    use super::*;

    fn parsed(line: &str) -> Vec<LintLevel> {
        let cli = Cli::try_parse_from(line.split(' ')).unwrap();
        let Some(Command::Check(options)) = cli.command else {
            panic!("no check")
        };
        options.lints.levels
    }

    #[test]
    fn levels_keep_the_order_of_the_command_line() {
        assert_eq!(
            parsed("falconet check --deny a --allow all r.yaml --deny b --warn=c"),
            [
                LintLevel::Deny("a".to_owned()),
                LintLevel::Allow("all".to_owned()),
                LintLevel::Deny("b".to_owned()),
                LintLevel::Warn("c".to_owned()),
            ]
        );
    }

    #[test]
    fn there_need_be_none() {
        assert!(parsed("falconet check r.yaml").is_empty());
    }

    #[test]
    fn levels_are_sent_as_the_module_reads_them() {
        let sent = serde_json::to_string(&parsed("falconet check --deny a r.yaml")).unwrap();
        assert_eq!(sent, r#"[{"deny":"a"}]"#);
    }
}
