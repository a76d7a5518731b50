//! The catalogue's text. Names are grouped by what they are about, which is how people read them and packs
//! better than sorting them: `Function CDG+L` is `CreateFunction`, `DeleteFunction`, `GetFunction` and
//! `ListFunctions`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::members::{Members, TRACKED};
use super::model::{Api, Models};

/// The verbs that have a sign. Others are written out.
const VERBS: [(char, &str); 36] = [
    ('0', "Search"),
    ('1', "Send"),
    ('2', "Cancel"),
    ('3', "Import"),
    ('4', "Accept"),
    ('5', "Reject"),
    ('6', "Restore"),
    ('7', "Reset"),
    ('8', "Export"),
    ('9', "Copy"),
    ('A', "Associate"),
    ('B', "Batch"),
    ('C', "Create"),
    ('D', "Delete"),
    ('E', "Enable"),
    ('F', "Disable"),
    ('G', "Get"),
    ('H', "Disassociate"),
    ('I', "Attach"),
    ('J', "Detach"),
    ('K', "Register"),
    ('L', "List"),
    ('M', "Modify"),
    ('N', "Deregister"),
    ('O', "Stop"),
    ('P', "Put"),
    ('Q', "Add"),
    ('R', "Remove"),
    ('S', "Start"),
    ('T', "Tag"),
    ('U', "Update"),
    ('V', "Set"),
    ('W', "Untag"),
    ('X', "Describe"),
    ('Y', "Generate"),
    ('Z', "Revoke"),
];

const HEAD: &str = "\
# Operations of AWS' APIs. Written by `cargo xtask catalogue`: do not edit, names that no API has stand in irregular.txt.
#
# `= API SOURCE...`  begins an API; CloudTrail writes it as one of these sources, with `.amazonaws.com` behind it.
# `Function CgD+L`   CreateFunction, DeleteFunction, ListFunctions: verbs are signs, what they are about takes an `s` after each `+`.
#                    Small letters behind a verb are the members that this operation's request has.
# `.Name abc`        an operation whose verb has no sign, and its members.
";

/// Operations by what follows their verb, each with the sign of the verb.
type Groups<'a> = BTreeMap<&'a str, BTreeMap<char, Members>>;

/// The whole file.
pub(super) fn catalogue(models: &Models) -> String {
    let mut out = HEAD.to_owned();
    let versions: Vec<&str> = models.versions.iter().map(String::as_str).collect();
    line(&mut out, format_args!("botocore {}", versions.join(" ")));
    for (sign, verb) in VERBS {
        line(&mut out, format_args!("verb {sign} {verb}"));
    }
    for (letter, member) in ('a'..='z').zip(TRACKED) {
        line(&mut out, format_args!("member {letter} {member}"));
    }
    for (name, api) in &models.apis {
        write_api(&mut out, name, api);
    }
    out
}

fn write_api(out: &mut String, name: &str, api: &Api) {
    line(out, format_args!("= {name} {}", api.sources.join(" ")));
    let (groups, others) = grouped(api);
    let plurals: BTreeSet<String> = groups
        .keys()
        .map(|about| format!("{about}s"))
        .filter(|plural| groups.contains_key(plural.as_str()))
        .collect();
    let firsts = groups
        .iter()
        .filter(|(about, _)| !plurals.contains(**about));
    for (about, verbs) in firsts {
        write_group(out, about, verbs, &groups);
    }
    for (name, members) in others {
        let letters: String = members.letters().collect();
        line(
            out,
            format_args!("{}", format!(".{name} {letters}").trim_end()),
        );
    }
}

/// Writes a group, its plural, the plural's plural and so on.
fn write_group(
    out: &mut String,
    about: &str,
    verbs: &BTreeMap<char, Members>,
    groups: &Groups<'_>,
) {
    let mut text = format!("{about} {}", signs(verbs));
    let mut plural = format!("{about}s");
    while let Some(verbs) = groups.get(plural.as_str()) {
        text.push('+');
        text.push_str(&signs(verbs));
        plural.push('s');
    }
    line(out, format_args!("{text}"));
}

fn signs(verbs: &BTreeMap<char, Members>) -> String {
    let mut text = String::new();
    for (sign, members) in verbs {
        text.push(*sign);
        text.extend(members.letters());
    }
    text
}

fn grouped(api: &Api) -> (Groups<'_>, Vec<(&str, Members)>) {
    let mut groups = Groups::new();
    let mut others = Vec::new();
    for (name, members) in &api.operations {
        match split(name) {
            Some((sign, about)) => {
                groups.entry(about).or_default().insert(sign, *members);
            }
            None => others.push((name.as_str(), *members)),
        }
    }
    (groups, others)
}

/// A name's verb, as a sign, and what it is about.
fn split(name: &str) -> Option<(char, &str)> {
    VERBS.iter().find_map(|(sign, verb)| {
        let about = name.strip_prefix(verb)?;
        let begins = about.starts_with(|first: char| first.is_ascii_uppercase());
        begins.then_some((*sign, about))
    })
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{text}");
}
