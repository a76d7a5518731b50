//! FN0005: a comment that allows what nothing finds.

use crate::allow::{AllowComments, Used};
use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;

pub(crate) const LINT: Lint = Lint {
    code: "FN0005",
    name: "allow-unused",
    level: Level::Warn,
    summary: "a comment allows a finding that there is not",
    run,
};

/// What is unused is known only once every other lint has run: [`crate::run`] calls [`report`] then.
fn run(_: &Input<'_>, _: &mut Findings) {}

/// What a comment allows may be found only when other files are loaded as well.
const CAUSED_BY_OTHER_FILES: [&str; 5] = [
    "shadowed-rule",
    "redefined",
    "used-by-nothing",
    "unused-macro",
    "unused-list",
];

/// Adds each name of each comment that silenced nothing, of the lints that were asked.
pub(crate) fn report(
    comments: &AllowComments,
    used: &Used,
    was_asked: impl Fn(&Lint) -> bool,
    findings: &mut Findings,
) {
    for (number, comment) in comments.iter().enumerate() {
        let names = comment
            .directive
            .iter()
            .flat_map(|directive| &directive.names);
        for (name, lint) in names.enumerate() {
            if let Ok(lint) = lint
                && was_asked(lint)
                && !CAUSED_BY_OTHER_FILES.contains(&lint.name)
                && !used.contains(&(number, name))
            {
                let message = format!("there is no finding of `{}` to allow here", lint.name);
                let finding = Finding::new([comment.label.clone()], message);
                findings.add(finding.help("remove it"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::levels::{Level, Levels};
    use crate::testing::{found, found_with};

    const UNUSED: &str = "# falconet: allow(duplicate-item) so be it\n- {list: l, items: [a]}\n";

    #[test]
    fn a_comment_that_silences_nothing_is_found() {
        assert_eq!(found(UNUSED), ["FN0005"]);
    }

    #[test]
    fn a_lint_that_does_not_run_cannot_find_anything() {
        let mut levels = Levels::default();
        levels.set("duplicate-item", Level::Allow).unwrap();
        assert!(found_with(UNUSED, &levels).is_empty());
    }

    #[test]
    fn the_second_of_two_comments_is_unused() {
        let text = "# falconet: allow(duplicate-item) one\n# falconet: allow(duplicate-item) two\n- {list: l, items: [a, a]}\n";
        assert_eq!(found(text), ["FN0005"]);
    }

    #[test]
    fn what_another_file_may_cause_is_not_called_unused() {
        let text = UNUSED.replace("duplicate-item", "redefined");
        assert!(found(&text).is_empty());
    }
}
