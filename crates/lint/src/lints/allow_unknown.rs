//! FN0004: a comment for falconet that is not understood, or that names a lint that there is not.

use falconet_diagnostics::{Hint, Label};

use crate::allow::AllowComment;
use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::{Level, UnknownLint};
use crate::lint::Lint;

pub(crate) const LINT: Lint = Lint {
    code: "FN0004",
    name: "allow-unknown",
    level: Level::Warn,
    summary: "a comment for falconet is not understood",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for comment in input.comments.iter() {
        look_at(comment, findings);
    }
}

fn look_at(comment: &AllowComment, findings: &mut Findings) {
    let Some(directive) = &comment.directive else {
        let finding = Finding::new([comment.label.clone()], "this comment is not understood");
        findings.add(finding.help("write `# falconet: allow(CODE) reason`"));
        return;
    };
    for unknown in directive
        .names
        .iter()
        .filter_map(|name| name.as_ref().err())
    {
        findings.add(unknown_lint(&comment.label, unknown));
    }
}

fn unknown_lint(label: &Label, unknown: &UnknownLint) -> Finding {
    let message = format!("there is no lint `{}`", unknown.given);
    let finding = Finding::new([label.clone()], message);
    match unknown.nearest {
        Some(nearest) => finding.help(Hint::did_you_mean(&unknown.given, &[nearest])),
        None => finding.help("`docs/lints` lists every lint"),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{found, messages};

    #[test]
    fn an_unknown_lint_is_named_with_the_nearest() {
        let text = "# falconet: allow(redefine) why\n- {list: l, items: [a]}\n";
        assert_eq!(messages(text), ["there is no lint `redefine`"]);
    }

    #[test]
    fn a_comment_that_is_no_allowance_is_not_understood() {
        assert_eq!(
            found("# falconet: off\n- {list: l, items: [a]}\n"),
            ["FN0004"]
        );
    }
}
