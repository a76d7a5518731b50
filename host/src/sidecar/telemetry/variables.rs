//! Standard variables of the environment, below what the configuration says.

use percent_encoding::percent_decode_str;

use crate::sidecar::config::{Config, ConfigError, OtelConfig, OverrideError, Secret};

const ENDPOINT: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
const HEADERS: &str = "OTEL_EXPORTER_OTLP_HEADERS";
const SERVICE_NAME: &str = "OTEL_SERVICE_NAME";
const RESOURCE: &str = "OTEL_RESOURCE_ATTRIBUTES";
const DISABLED: &str = "OTEL_SDK_DISABLED";
const NO_PAIRS: &str = "expected `NAME=VALUE` and commas between them";
const NO_ENDPOINT: &str = "`otel` has no `endpoint`, and `OTEL_EXPORTER_OTLP_ENDPOINT` is not set";

/// Puts in what the section does not say. Without a section, an endpoint of the environment makes one.
pub(crate) fn complete(config: &mut Config) -> Result<(), ConfigError> {
    let variable = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
    config.otel = completed(config.otel.take(), variable)?;
    Ok(())
}

fn completed(
    section: Option<OtelConfig>,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Option<OtelConfig>, ConfigError> {
    let endpoint = variable(ENDPOINT);
    let from = if section.is_some() { "otel" } else { ENDPOINT };
    let Some(mut otel) = section.or_else(|| endpoint.as_ref().map(|_| OtelConfig::default()))
    else {
        return Ok(None);
    };
    otel.endpoint = otel.endpoint.or(endpoint);
    otel.service_name = otel.service_name.or_else(|| variable(SERVICE_NAME));
    otel.disabled = otel.disabled.or_else(|| {
        let text = variable(DISABLED)?;
        Some(text.eq_ignore_ascii_case("true"))
    });
    for (name, value) in pairs(HEADERS, &variable)? {
        let is_there = otel
            .headers
            .keys()
            .any(|key| key.eq_ignore_ascii_case(&name));
        if !is_there {
            otel.headers.insert(name, Secret::Text(value));
        }
    }
    for (name, value) in pairs(RESOURCE, &variable)? {
        otel.resource.entry(name).or_insert(value);
    }
    check(&otel, from)?;
    Ok(Some(otel))
}

fn check(otel: &OtelConfig, from: &str) -> Result<(), ConfigError> {
    let is_on = otel.disabled != Some(true);
    let missing = (is_on && otel.endpoint.is_none()).then_some(NO_ENDPOINT);
    match missing.or_else(|| otel.contradiction()) {
        Some(contradiction) => Err(ConfigError::Contradiction(from.to_owned(), contradiction)),
        None => Ok(()),
    }
}

/// `NAME=VALUE,NAME=VALUE`; in values, `%2C` stands for a comma.
fn pairs(
    name: &str,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Vec<(String, String)>, ConfigError> {
    let text = variable(name).unwrap_or_default();
    let parts = text.split(',').filter(|part| !part.trim().is_empty());
    let pairs: Option<_> = parts.map(pair).collect();
    pairs.ok_or_else(|| {
        let expected = OverrideError::Value(NO_PAIRS.to_owned());
        ConfigError::Variable(name.to_owned(), expected)
    })
}

fn pair(part: &str) -> Option<(String, String)> {
    let (name, value) = part.split_once('=')?;
    let value = percent_decode_str(value.trim()).decode_utf8().ok()?;
    let name = name.trim();
    (!name.is_empty()).then(|| (name.to_owned(), value.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(section: &str, variables: &[(&str, &str)]) -> Result<Option<OtelConfig>, ConfigError> {
        let section = serde_saphyr::from_str(section).unwrap();
        completed(section, |name| {
            let given = variables.iter().find(|(variable, _)| *variable == name);
            given.map(|(_, text)| (*text).to_owned())
        })
    }

    const ALL: [(&str, &str); 4] = [
        (ENDPOINT, "http://env:4318"),
        (HEADERS, "API-Key=a%2Cb, tenant=blue"),
        (SERVICE_NAME, "env"),
        (RESOURCE, "team=blue,zone=a"),
    ];

    #[test]
    fn an_endpoint_of_the_environment_is_enough() {
        let otel = given("null", &ALL).unwrap().unwrap();
        assert_eq!(otel.endpoint(), Some("http://env:4318"));
        assert_eq!(otel.service_name.as_deref(), Some("env"));
        assert_eq!(otel.headers["API-Key"].read().unwrap(), "a,b");
        assert_eq!(otel.headers["tenant"].read().unwrap(), "blue");
        assert_eq!(otel.resource["zone"], "a");
        assert!(given("null", &ALL[1..]).unwrap().is_none());
    }

    #[test]
    fn what_the_section_says_stands() {
        let section = "{endpoint: 'http://file:1', service_name: file, headers: {api-key: c}, resource: {team: red}}";
        let otel = given(section, &ALL).unwrap().unwrap();
        assert_eq!(otel.endpoint(), Some("http://file:1"));
        assert_eq!(otel.service_name.as_deref(), Some("file"));
        assert_eq!(otel.headers.len(), 2);
        assert_eq!(otel.headers["api-key"].read().unwrap(), "c");
        assert_eq!(otel.resource["team"], "red");
        assert_eq!(otel.resource["zone"], "a");
    }

    #[test]
    fn it_can_be_turned_off_and_the_section_has_the_last_word() {
        let off = [ALL[0], (DISABLED, "True")];
        assert_eq!(given("null", &off).unwrap().unwrap().endpoint(), None);
        let on = given("{disabled: false}", &off).unwrap().unwrap();
        assert_eq!(on.endpoint(), Some("http://env:4318"));
        assert_eq!(
            given("{}", &[(DISABLED, "true")])
                .unwrap()
                .unwrap()
                .endpoint(),
            None
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (section, variables, place, told) in [
            ("{}", &[][..], "`otel`", "no `endpoint`"),
            (
                "null",
                &[(ENDPOINT, "env:4318")][..],
                ENDPOINT,
                "begins with",
            ),
            (
                "{endpoint: 'http://h'}",
                &[(HEADERS, "key")][..],
                HEADERS,
                "NAME=VALUE",
            ),
            (
                "{endpoint: 'http://h'}",
                &[(RESOURCE, "=b")][..],
                RESOURCE,
                "NAME=VALUE",
            ),
            (
                "{endpoint: 'http://h'}",
                &[(HEADERS, "a=%ff")][..],
                HEADERS,
                "NAME=VALUE",
            ),
        ] {
            let said = given(section, variables).unwrap_err().to_string();
            assert!(said.contains(place) && said.contains(told), "{said}");
        }
    }
}
