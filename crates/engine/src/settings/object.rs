//! Values in braces: a JSON object becomes one assignment for each scalar in it.

use serde_json::Value;

use super::SettingError;
use super::key_path::{Segment, Step};

/// A path below an entry, and its value.
type Assignment = (Vec<Segment>, String);

/// The assignments that `value` makes below `path`: one, unless it is in braces.
pub(super) fn assignments(
    key: &str,
    path: &[Segment],
    value: &str,
) -> Result<Vec<Assignment>, SettingError> {
    if !(value.starts_with('{') && value.ends_with('}')) {
        return Ok(vec![(path.to_vec(), value.to_owned())]);
    }
    let refused = || SettingError::NotAnObject(key.to_owned());
    let object: Value = serde_json::from_str(value).map_err(|_| refused())?;
    let mut found = Vec::new();
    flatten(path, &object, &mut found).ok_or_else(refused)?;
    Ok(found)
}

/// Recursion goes as deep as the JSON parser lets objects nest. `None` for a null or a list in a list.
fn flatten(path: &[Segment], value: &Value, found: &mut Vec<Assignment>) -> Option<()> {
    match value {
        Value::Array(items) => {
            let path = appended(path)?;
            items
                .iter()
                .try_for_each(|item| flatten(&path, item, found))
        }
        Value::Object(entries) => entries
            .iter()
            .try_for_each(|(name, value)| flatten(&below(path, name), value, found)),
        scalar => {
            found.push((path.to_vec(), text(scalar)?));
            Some(())
        }
    }
}

fn text(scalar: &Value) -> Option<String> {
    match scalar {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn below(path: &[Segment], name: &str) -> Vec<Segment> {
    let segment = Segment {
        name: name.to_owned(),
        step: None,
    };
    path.iter().cloned().chain([segment]).collect()
}

fn appended(path: &[Segment]) -> Option<Vec<Segment>> {
    let mut path = path.to_vec();
    let last = path.last_mut()?;
    last.step.replace(Step::Append).is_none().then_some(path)
}
