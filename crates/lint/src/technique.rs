//! Techniques of MITRE ATT&CK as tags name them.

/// A technique: `T1078` or `T1078.004`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Technique(String);

/// Techniques that version 19 gave other ids, and those.
const MOVED: [(&str, &str); 11] = [
    ("T1070.001", "T1685.005"),
    ("T1070.002", "T1685.006"),
    ("T1562", "T1685"),
    ("T1562.001", "T1685"),
    ("T1562.002", "T1685.001"),
    ("T1562.004", "T1686"),
    ("T1562.006", "T1685"),
    ("T1562.007", "T1686.001"),
    ("T1562.008", "T1685.002"),
    ("T1562.010", "T1689"),
    ("T1656", "T1684.001"),
];

/// What may stand before the id in a tag, as in Sigma's rules.
const PREFIX: &str = "attack.";

impl Technique {
    /// The technique that a tag names: `T1078.004`, `attack.t1078`, `mitre_T1078`.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        let last = tag.rsplit(['_', ':', '/', '-']).next()?.trim();
        let id = last.to_ascii_uppercase();
        let prefix = PREFIX.to_ascii_uppercase();
        let id = id.strip_prefix(&prefix).unwrap_or(&id);
        is_id(id).then(|| Self(id.to_owned()))
    }

    /// Its id.
    pub(crate) fn id(&self) -> &str {
        &self.0
    }

    /// The id that version 19 of ATT&CK gave it, if it is another.
    pub(crate) fn successor(&self) -> Option<&'static str> {
        let moved = MOVED.iter().find(|(old, _)| *old == self.0);
        moved.map(|(_, new)| *new)
    }
}

/// Whether a tag belongs to ATT&CK: a technique, or a tactic (`TA0003`, `mitre_persistence`, `attack.persistence`).
pub(crate) fn is_of_attack(tag: &str) -> bool {
    let tag = tag.trim().to_ascii_lowercase();
    let tactic = tag
        .strip_prefix("ta")
        .is_some_and(|rest| is_digits(rest, 4));
    tactic
        || tag.starts_with("mitre")
        || tag.starts_with(PREFIX)
        || Technique::of_tag(&tag).is_some()
}

fn is_id(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('T') else {
        return false;
    };
    match rest.split_once('.') {
        Some((technique, part)) => is_digits(technique, 4) && is_digits(part, 3),
        None => is_digits(rest, 4),
    }
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_name_techniques_in_several_ways() {
        let id = |tag| Technique::of_tag(tag).map(|technique| technique.id().to_owned());
        for tag in [
            "T1078.004",
            "attack.t1078.004",
            "mitre_T1078.004",
            " t1078.004 ",
            "TA0001:T1078.004",
        ] {
            assert_eq!(id(tag).as_deref(), Some("T1078.004"), "{tag}");
        }
        assert_eq!(id("T1078").as_deref(), Some("T1078"));
        for tag in [
            "",
            "T",
            "T107",
            "T10788",
            "T1078.",
            "T1078.04",
            "aws_iam",
            "TÄ1078",
            "mitre_persistence",
        ] {
            assert_eq!(id(tag), None, "{tag}");
        }
    }

    #[test]
    fn tactics_belong_to_attack_too() {
        for tag in ["TA0003", "mitre_persistence", "attack.persistence", "T1078"] {
            assert!(is_of_attack(tag), "{tag}");
        }
        for tag in ["aws", "tags", "TA003", ""] {
            assert!(!is_of_attack(tag), "{tag}");
        }
    }

    #[test]
    fn retired_techniques_have_successors_that_are_not_retired() {
        for (old, new) in MOVED {
            let old = Technique::of_tag(old).unwrap();
            assert_eq!(old.successor(), Some(new));
            assert_eq!(Technique::of_tag(new).unwrap().successor(), None);
        }
    }
}
