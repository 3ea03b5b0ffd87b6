//! The built-in settings, a user's file over them, and what is wrong with one.

use secrecy::ExposeSecret;

use super::*;
use crate::config::options::{CopyWay, ExportFormat, ExportProfile};
use crate::config::table::SECRETS;

#[test]
fn defaults_come_from_the_built_in_file() {
    let settings = Settings::builtin().unwrap();
    assert_eq!(settings.theme, "auto");
    assert_eq!(settings.options(false), Options::default());
    assert_eq!(settings.ascii, Choice::Auto);
    assert!(settings.majestic.url.starts_with("https://"));
    assert!(settings.majestic.api_key.is_none() && !settings.majestic.sandbox);
    assert_eq!(settings.majestic.format, WireFormat::Json);
    let seo = &settings.dataforseo;
    assert!(seo.url.starts_with("https://") && seo.login.is_none() && !seo.sandbox);
    assert_eq!(settings.limits, Limits::default());
}

#[test]
fn a_users_file_lies_over() {
    let settings = Settings::from_toml(
        "theme = \"light\"\n[limits.per_job]\nanalysis = 1_000\n[majestic]\napi_key = \" k \"\n",
    )
    .unwrap();
    assert_eq!(settings.theme, "light");
    assert_eq!(settings.limits.per_job.analysis, Some(1_000));
    assert_eq!(settings.limits.per_job.retrieval, None);
    assert_eq!(settings.majestic.api_key.unwrap().expose_secret(), "k");
    assert!(settings.majestic.url.starts_with("https://"));
}

#[test]
fn unknown_names_are_refused_with_their_line() {
    let error = Settings::from_toml("theme = \"light\"\ncolour = 1\n").unwrap_err();
    assert_eq!(error.line, 2);
    assert!(error.what.contains("colour"), "{error}");
    let error = Settings::from_toml("[limits.per_job]\n\nanalisys = 1\n").unwrap_err();
    assert_eq!(error.line, 3);
    assert!(error.what.contains("analisys"), "{error}");
}

#[test]
fn mistakes_are_told_in_the_files_own_words() {
    for (text, words) in [
        ("[limits]\nper_job = 5\n", "a table of amounts"),
        (
            "[limits.per_job]\nanalysis = \"much\"\n",
            "expected a whole number",
        ),
        ("[limits.per_job]\nusd = true\n", "an amount of dollars"),
        ("limits = 1\n", "a table of per_job"),
        ("[majestic]\nsandbox = 3\n", "expected true or false"),
        ("dataforseo = 3\n", "a table of url"),
        ("ascii = \"never\"\n", "\"auto\", true or false"),
        ("mouse = \"no\"\n", "expected true or false"),
        ("export = 3\n", "a table of format and profile"),
        ("[export]\nformat = \"xls\"\n", "`markdown`"),
        ("[clipboard]\nway = \"x11\"\n", "`terminal`"),
        ("[clipboard]\nmost_bytes = 0\n", "from 1 to"),
        (
            "[majestic]\nkey_command = \"pass\"\n",
            "expected a list in brackets",
        ),
    ] {
        let told = Settings::from_toml(text).unwrap_err().to_string();
        assert!(told.contains(words), "{told}");
        for theirs in ["struct", "i64", "sequence", "enum", "invalid type"] {
            assert!(!told.contains(theirs), "{told}");
        }
    }
}

#[test]
fn a_key_never_reaches_a_message() {
    for text in [
        "[majestic]\napi_key = 5EC2E7\n",
        "[majestic]\napi_key = \"5EC2E7\" x\n",
        "[majestic]\napi_key = [\"5EC2E7\"]\n",
    ] {
        for name in SECRETS {
            let error = Settings::from_toml(&text.replace("api_key", name)).unwrap_err();
            assert!(!error.to_string().contains("5EC2E7"), "{error}");
        }
    }
    let settings = Settings::from_toml("[majestic]\napi_key = \"5EC2E7\"\n").unwrap();
    assert!(!format!("{settings:?}").contains("5EC2E7"));
}
#[test]
fn two_accounts_at_once_are_refused() {
    for (text, line) in [
        (
            "[majestic]\napi_key = \"5EC2E7\"\naccess_token = \"5EC2E7\"\nprivate_key = \"5EC2E7\"\n",
            3,
        ),
        (
            "[majestic]\nkey_command = [\"x\"]\nprivate_key = \"5EC2E7\"\n",
            3,
        ),
        ("[majestic]\nformat = \"yaml\"\n", 2),
    ] {
        let error = Settings::from_toml(text).unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(!error.to_string().contains("5EC2E7"), "{error}");
    }
}

#[test]
fn a_token_with_its_private_key_is_read() {
    let text = "[majestic]\nformat = \"xml\"\nsandbox = true\naccess_token = \"t\"\nprivate_key = \" p \"\n";
    let majestic = Settings::from_toml(text).unwrap().majestic;
    assert!(majestic.sandbox && majestic.format == WireFormat::Xml && majestic.api_key.is_none());
    assert_eq!(majestic.access_token.unwrap().expose_secret(), "t");
    assert_eq!(majestic.private_key.unwrap().expose_secret(), "p");
}

#[test]
fn options_of_a_users_file_lie_over_one_by_one() {
    let settings = Settings::from_toml(
        "ascii = true\nmouse = false\n[export]\nprofile = \"data\"\n[clipboard]\nmost_bytes = 1_000\n",
    )
    .unwrap();
    assert_eq!(settings.ascii, Choice::Always);
    let options = settings.options(true);
    assert!(options.ascii && !options.mouse);
    assert_eq!(options.export.format, ExportFormat::Csv);
    assert_eq!(options.export.profile, ExportProfile::Data);
    assert_eq!(options.clipboard.way, CopyWay::Auto);
    assert_eq!(options.clipboard.most_bytes, 1_000);
}
