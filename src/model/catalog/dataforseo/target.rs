//! What the service takes for a target: a domain or sub-domain without scheme and `www.`, or a page as an absolute
//! address (documentation of each function, `target`).

use thiserror::Error;

use crate::model::query::Query;
use crate::model::target::{Scope, Target};

use super::HISTORY;

/// Why the service would refuse a target. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unfit {
    /// `www.` is no part of a domain for this service.
    #[error(
        "DataForSEO takes domains without www.: ask about {bare}, which counts {host} too, or about the page https://{host}/"
    )]
    Www {
        /// As typed.
        host: String,
        /// Without it.
        bare: String,
    },
    /// Only domains have a history.
    #[error("the history is kept for domains: ask about {0}")]
    NoHistory(String),
    /// Too few to intersect.
    #[error("{command} takes {least} to {most} targets, not {count}")]
    Count {
        /// The function.
        command: String,
        /// At least.
        least: usize,
        /// At most.
        most: usize,
        /// Given.
        count: usize,
    },
}

/// Holds a query's targets against the rules.
pub fn check(query: &Query) -> Result<(), Unfit> {
    let subject = query.entry().subject;
    let (least, most, count) = (subject.least(), subject.most(), query.targets().count());
    if !(least..=most).contains(&count) {
        return Err(Unfit::Count {
            command: query.command.clone(),
            least,
            most,
            count,
        });
    }
    query.targets().try_for_each(|target| {
        check_one(target)?;
        if query.command == HISTORY.command && target.scope != Scope::RootDomain {
            return Err(Unfit::NoHistory(target.domain.clone()));
        }
        Ok(())
    })
}

fn check_one(target: &Target) -> Result<(), Unfit> {
    match target.item.strip_prefix("www.") {
        Some(bare) if target.scope == Scope::SubDomain => Err(Unfit::Www {
            host: target.item.clone(),
            bare: bare.to_owned(),
        }),
        _ => Ok(()),
    }
}

/// A target that is to be excluded; the path of a page may hold stars.
pub(super) fn check_excluded(text: &str) -> Result<(), String> {
    let target = Target::parse(&text.replace('*', "x")).map_err(|why| why.to_string())?;
    if text.contains('*') && target.scope != Scope::Url {
        return Err(format!(
            "takes a * in the path of a page only, not in `{}`",
            target.item
        ));
    }
    check_one(&target).map_err(|why| why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::dataforseo::{DOMAIN_INTERSECTION, SUMMARY};

    fn verdict(entry: &'static crate::model::catalog::Entry, items: &[&str]) -> Result<(), Unfit> {
        let targets = items.iter().map(|t| Target::parse(t).unwrap()).collect();
        check(&Query::about_all(entry, targets)[0])
    }

    #[test]
    fn only_what_the_service_takes_passes() {
        assert_eq!(verdict(&SUMMARY, &["example.com"]), Ok(()));
        assert_eq!(verdict(&SUMMARY, &["blog.example.com"]), Ok(()));
        assert_eq!(verdict(&SUMMARY, &["https://www.example.com/a"]), Ok(()));
        let www = verdict(&SUMMARY, &["www.example.com"])
            .unwrap_err()
            .to_string();
        assert!(
            www.contains("about example.com,") && www.contains("https://www.example.com/"),
            "{www}"
        );
        assert!(verdict(&HISTORY, &["example.com"]).is_ok());
        assert!(verdict(&HISTORY, &["blog.example.com"]).is_err());
        assert!(verdict(&HISTORY, &["https://example.com/"]).is_err());
        assert!(
            verdict(&DOMAIN_INTERSECTION, &["a.com"])
                .unwrap_err()
                .to_string()
                .contains("2 to 20")
        );
        assert!(verdict(&DOMAIN_INTERSECTION, &["a.com", "b.com"]).is_ok());
    }

    #[test]
    fn a_star_stands_in_a_path_only() {
        assert!(check_excluded("https://www.example.com/iphone/*").is_ok());
        assert!(check_excluded("example.com").is_ok());
        assert!(check_excluded("*.example.com").is_err());
        assert!(check_excluded("www.example.com").is_err());
    }
}
