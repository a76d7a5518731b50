//! `static_fields`: texts that every event has.

use std::collections::BTreeMap;

use super::key_path::Segment;
use super::{SettingError, object};

/// Sets the field that `path` names, or every field of an object.
pub(super) fn set(
    fields: &mut BTreeMap<String, String>,
    path: &[Segment],
    value: &str,
    key: &str,
) -> Result<(), SettingError> {
    for (path, text) in object::assignments(key, path, value)? {
        match &path[..] {
            [Segment { name, step: None }] => drop(fields.insert(name.clone(), text)),
            [] => return Err(SettingError::NotAnObject(key.to_owned())),
            _ => return Err(SettingError::unknown(key)),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::Settings;
    use crate::settings::SettingError;

    fn applied(options: &[&str]) -> Result<Settings, SettingError> {
        let mut settings = Settings::default();
        options
            .iter()
            .try_for_each(|option| settings.apply(option))?;
        Ok(settings)
    }

    #[test]
    fn fields_are_set_one_by_one_or_by_an_object() {
        let options = [
            "static_fields.env=dev",
            r#"static_fields={"env": "prod", "a.b": 5}"#,
        ];
        let fields = applied(&options).unwrap().static_fields;
        let expected = [("a.b", "5"), ("env", "prod")];
        let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(fields, expected.into());
    }

    #[test]
    fn what_is_no_map_of_texts_is_refused() {
        for option in [
            "static_fields=x",
            "static_fields[]=x",
            "static_fields.a.b=x",
            "static_fields.a[]=x",
            r#"static_fields={"a": {"b": "c"}}"#,
            r#"static_fields={"a": ["b"]}"#,
            r#"static_fields={"a": null}"#,
        ] {
            assert!(applied(&[option]).is_err(), "{option}");
        }
    }
}
