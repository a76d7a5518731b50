//! FN0003: a comment that allows something and does not say why.

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;

pub(crate) const LINT: Lint = Lint {
    code: "FN0003",
    name: "allow-without-reason",
    level: Level::Warn,
    summary: "a comment allows a finding without saying why",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for comment in input.comments.iter() {
        if comment
            .directive
            .as_ref()
            .is_some_and(|said| !said.has_reason)
        {
            let finding = Finding::new([comment.label.clone()], "this comment does not say why");
            findings.add(finding.help("write the reason behind the parenthesis"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::found;

    #[test]
    fn a_comment_without_a_reason_counts_all_the_same() {
        let twice =
            "- {list: l, items: [a]}\n# falconet: allow(redefined)\n- {list: l, items: [b]}\n";
        assert_eq!(found(twice), ["FN0003"]);
    }
}
