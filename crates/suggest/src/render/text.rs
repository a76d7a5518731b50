//! Suggestions for people.

use falconet_show::{Page, Tint, quoted, safe};

use crate::report::{End, Group, Proposal, Report};

pub(super) fn render(reports: &[Report], page: Page) -> String {
    if reports.is_empty() {
        return "No alerts: there is nothing to except.\n".to_owned();
    }
    reports.iter().map(|report| one(report, page)).collect()
}

fn one(report: &Report, page: Page) -> String {
    let groups = report.groups.iter().map(|group| self::group(group, page));
    let proposals = report.proposals.iter().enumerate();
    let proposals = proposals.map(|(at, proposal)| self::proposal(at + 1, proposal, page));
    let parts: Vec<String> = [head(report, page)]
        .into_iter()
        .chain(groups)
        .chain(proposals)
        .collect();
    let end = if report.proposals.is_empty() {
        format!("\n{}", page.lines(why_none(report.end), 2))
    } else {
        format!("\n{}", report.yaml)
    };
    format!("{}{end}\n", parts.concat())
}

fn head(report: &Report, page: Page) -> String {
    let name = page.strong(&safe(&report.rule));
    let mut head = format!(
        "{name}: {} of {}\n",
        counted(report.alerts, "alert"),
        counted(report.events, "event")
    );
    if (report.examined as u64) < report.alerts {
        let examined = report.examined;
        let what = format!("{examined} of them are looked at (--max-alerts, --max-kept)");
        head.push_str(&page.lines(&what, 2));
    }
    if report.gains > 0 {
        let gains = counted(report.gains as u64, "alert");
        let what = format!(
            "and {gains} for events that the exceptions for other rules leave to it (rule_matching=first)"
        );
        head.push_str(&page.lines(&what, 2));
    }
    head
}

/// Why there is no exception.
const fn why_none(end: End) -> &'static str {
    match end {
        End::NothingKept => "no exception: no alert was kept to be looked at (--max-kept)",
        End::Enough | End::NothingShared => {
            "no exception: no values that say who or from where are shared by enough alerts (--min-alerts)"
        }
        End::NothingWorks => {
            "no exception: of the values that enough alerts share, none can be written so that the rules load and these alerts alone are removed"
        }
        End::TooManyFailures => {
            "no exception: of the values that enough alerts share, the best cannot be written so that the rules load and these alerts alone are removed; the others were not tried"
        }
    }
}

fn group(group: &Group, page: Page) -> String {
    let values = group
        .values
        .iter()
        .map(|one| page.lines(&format!("{:>7}  {}", one.alerts, safe(&one.value)), 2));
    let others = (group.others > 0).then(|| {
        format!(
            "  {:>7}  {}\n",
            group.others,
            page.faint("(others, or none)")
        )
    });
    let head = format!("\n  {}\n", page.strong(&safe(&group.field)));
    [head].into_iter().chain(values).chain(others).collect()
}

fn proposal(number: usize, proposal: &Proposal, page: Page) -> String {
    let tests = proposal.fields.iter().zip(&proposal.values);
    let tests: Vec<String> = tests
        .map(|(field, value)| format!("{field} = {}", quoted(value)))
        .collect();
    let exception = if proposal.exists {
        format!(" (values for its exception `{}`)", proposal.exception)
    } else {
        String::new()
    };
    let removes = page.tinted(
        Tint::Good,
        &format!("removes {}", counted(proposal.removes as u64, "alert")),
    );
    let moves = proposal.moves.iter().map(|(rule, count)| {
        page.lines(
            &safe(&format!(
                "for {count} of these events `{rule}` then raises an alert"
            )),
            5,
        )
    });
    let head = page.lines(
        &safe(&format!(
            "{number}. except {}{exception}",
            tests.join(" and ")
        )),
        2,
    );
    let sum = format!("     {removes}, {} remain\n", proposal.remains);
    ["\n".to_owned(), head, sum]
        .into_iter()
        .chain(moves)
        .collect()
}

fn counted(count: u64, thing: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{end}")
}
