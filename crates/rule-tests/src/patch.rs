//! Changes to an event: a JSON merge patch (RFC 7396), whose keys may be paths.

use crate::json::Json;

/// Changes `event`: `null` removes a member, an object changes the members that it names, anything else takes the place
/// of what was there. A key with dots is a path (`userIdentity.arn`, `resources.0.ARN`), unless the event has a member
/// of just that name.
pub(crate) fn apply(event: &mut Json, patch: &Json) {
    let Json::Object(changes) = patch else {
        *event = without_nulls(patch);
        return;
    };
    event.make_object();
    for (path, change) in changes {
        at_path(event, path, change);
    }
}

fn at_path(value: &mut Json, path: &str, change: &Json) {
    if let Json::List(items) = value {
        in_list(items, path, change);
        return;
    }
    value.make_object();
    let Some(members) = value.members() else {
        return;
    };
    let is_there = members.iter().any(|(name, _)| name == path);
    match path.split_once('.').filter(|_| !is_there) {
        Some((first, rest)) => {
            if let Some(member) = member(members, first, change) {
                at_path(member, rest, change);
            }
        }
        None if *change == Json::Null => members.retain(|(name, _)| name != path),
        None => {
            if let Some(member) = member(members, path, change) {
                change_to(member, change);
            }
        }
    }
}

fn in_list(items: &mut Vec<Json>, path: &str, change: &Json) {
    let (index, rest) = path
        .split_once('.')
        .map_or((path, None), |(index, rest)| (index, Some(rest)));
    let Ok(index) = index.parse::<usize>() else {
        return;
    };
    match (items.get_mut(index), rest) {
        (Some(item), Some(rest)) => at_path(item, rest, change),
        (Some(_), None) if *change == Json::Null => {
            items.remove(index);
        }
        (Some(item), None) => change_to(item, change),
        (None, _) if *change == Json::Null => {}
        (None, Some(rest)) => {
            let mut item = Json::Object(Vec::new());
            at_path(&mut item, rest, change);
            items.push(item);
        }
        (None, None) => items.push(without_nulls(change)),
    }
}

fn change_to(value: &mut Json, change: &Json) {
    match change {
        Json::Object(_) => apply(value, change),
        other => *value = other.clone(),
    }
}

/// The member of that name, which is added if something is to be put into it.
fn member<'m>(
    members: &'m mut Vec<(String, Json)>,
    name: &str,
    change: &Json,
) -> Option<&'m mut Json> {
    let at = members.iter().position(|(found, _)| found == name);
    if at.is_none() && *change != Json::Null {
        members.push((name.to_owned(), Json::Object(Vec::new())));
    }
    let at = at.unwrap_or(members.len().checked_sub(1)?);
    let (found, value) = members.get_mut(at)?;
    (found == name).then_some(value)
}

/// What a patch of nothing makes.
fn without_nulls(patch: &Json) -> Json {
    match patch {
        Json::Object(_) => {
            let mut made = Json::Object(Vec::new());
            apply(&mut made, patch);
            made
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(event: &str, patch: &str, changed: &str) {
        let mut event: Json = serde_json::from_str(event).unwrap();
        apply(&mut event, &serde_json::from_str(patch).unwrap());
        assert_eq!(event.to_string(), changed);
    }

    #[test]
    fn examples_of_the_standard_hold() {
        check(r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#);
        check(r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#);
        check(r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#);
        check(r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#);
        check(
            r#"{"a":{"b":"c"}}"#,
            r#"{"a":{"b":"d","c":null}}"#,
            r#"{"a":{"b":"d"}}"#,
        );
        check(r#"{"a":"foo"}"#, r#"{"a":{"b":"c"}}"#, r#"{"a":{"b":"c"}}"#);
        check("{}", r#"{"a":{"bb":{"ccc":null}}}"#, r#"{"a":{"bb":{}}}"#);
        check("[1,2]", r#"{"a":"b","c":null}"#, r#"{"a":"b"}"#);
        check(r#"{"e":null}"#, r#"{"a":1}"#, r#"{"e":null,"a":1}"#);
    }

    #[test]
    fn keys_may_be_paths_into_objects_and_lists() {
        check(
            r#"{"u":{"a":1}}"#,
            r#"{"u.a":2,"u.b.c":3}"#,
            r#"{"u":{"a":2,"b":{"c":3}}}"#,
        );
        check(
            r#"{"r":[{"x":1},{"x":2}]}"#,
            r#"{"r.1.x":5,"r.9.x":6}"#,
            r#"{"r":[{"x":1},{"x":5},{"x":6}]}"#,
        );
        check(
            r#"{"r":[1,2]}"#,
            r#"{"r.0":null,"r.7":null,"r.x":1}"#,
            r#"{"r":[2]}"#,
        );
        check(
            r#"{"u":{"a":1}}"#,
            r#"{"u.a":null,"v.a":null}"#,
            r#"{"u":{}}"#,
        );
    }

    #[test]
    fn a_member_with_dots_in_its_name_is_meant_before_a_path() {
        check(
            r#"{"a.b":1,"a":{"b":2}}"#,
            r#"{"a.b":3}"#,
            r#"{"a.b":3,"a":{"b":2}}"#,
        );
    }
}
