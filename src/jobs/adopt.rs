//! A download that somebody else ordered on the same account becomes a job here. What was asked is known only as far
//! as the service's list tells: the command from the description, index and item from the file's name.

use url::Url;

use super::error::JobError;
use super::evidence::names;
use super::poll::stage_words;
use super::runner::Runner;
use crate::api::RemoteJob;
use crate::model::catalog::majestic::ENTRIES;
use crate::model::catalog::{Entry, Quote};
use crate::model::job::JobId;
use crate::model::money::{Amounts, Price};
use crate::model::query::Query;
use crate::model::target::Target;
use crate::model::text::one_line;
use crate::store::AdoptedJob;

/// Length of `_20_Nov_26` in a file's name.
const DAY: usize = 10;

impl Runner {
    /// Makes a download of the account, made elsewhere, a job of ours: it is fetched and read, and nothing is
    /// charged for it here.
    pub async fn adopt(&self, remote_id: &str) -> Result<JobId, JobError> {
        let desk = &self.desk;
        if let Some(known) = desk.journal().job_of_remote(&desk.account, remote_id)? {
            return Err(JobError::Declined(format!(
                "the download {} is job {known} already",
                one_line(remote_id)
            )));
        }
        let listed = desk.remote_jobs(Some(remote_id)).await;
        let listed = listed.map_err(JobError::Uncharged)?;
        let found = listed.into_iter().find(|job| job.id == remote_id);
        let job = found.ok_or_else(|| {
            JobError::Declined(format!(
                "the account has no download {}",
                one_line(remote_id)
            ))
        })?;
        if !job.status.is_some_and(|status| status.has_file()) {
            return Err(JobError::Declined(format!(
                "the download {remote_id} is not ready ({}); adopt it when it is",
                stage_words(job.status)
            )));
        }
        let known = desk.journal().jobs()?;
        let query = query_of(&job, known.iter().map(|job| &job.summary.query))
            .map_err(JobError::Declined)?;
        let cached = desk.quote_from_cache(&query)?;
        let quote = Quote {
            price: Price::Exact(Amounts::ZERO),
            ..cached
        };
        let id = desk.journal().adopt(&AdoptedJob {
            quote: &quote,
            account: &desk.account,
            remote_id,
            location: (!job.location.is_empty()).then_some(job.location.as_str()),
            size: (job.size > 0).then_some(job.size),
            expires: job.expires,
            now: desk.now(),
        })?;
        let record = desk.journal().job(id)?;
        desk.tell_job(record.summary.clone()).await;
        self.spawn(&record, false);
        Ok(id)
    }
}

/// What was asked. A question known here whose file has the very same name says it best; the name itself says it
/// less well, because every other character stands there as `_`.
fn query_of<'a>(job: &RemoteJob, known: impl Iterator<Item = &'a Query>) -> Result<Query, String> {
    let entry = entry_of(job).ok_or_else(|| {
        format!(
            "`{}` is no download that can be read here; fetch its file and use backtrail import",
            job.description
        )
    })?;
    let mut twins = known.filter(|query| names(job, query));
    if let Some(twin) = twins.next() {
        return Ok(unsaid(entry, twin.target.clone(), twin.datasource()));
    }
    let nameless = || match job.file_name() {
        Some(_) => format!(
            "the file's name does not tell what the download {} is about; fetch it ({}) and use backtrail import",
            job.id,
            one_line(&job.location)
        ),
        None => format!(
            "the service names no address of the download {}, because it put the file on somebody's FTP server; fetch it there and use backtrail import",
            job.id
        ),
    };
    let (datasource, target) = job
        .file_name()
        .and_then(|name| read_name(name, &job.id))
        .ok_or_else(nameless)?;
    Ok(unsaid(entry, target, datasource))
}

/// The command among those whose answer is a file.
fn entry_of(job: &RemoteJob) -> Option<&'static Entry> {
    ENTRIES
        .into_iter()
        .filter(|entry| entry.may_be_queued())
        .find(|entry| job.is_of(entry.command))
}

/// A query with every option that the list does not tell left open.
fn unsaid(entry: &'static Entry, target: Target, datasource: &str) -> Query {
    let mut query = Query::new(entry, target);
    for value in query.options.values_mut() {
        value.clear();
    }
    query
        .options
        .insert("datasource".to_owned(), datasource.to_owned());
    query
}

/// Index and item of `…download_<index>_<item>[_url]_<DD_Mon_YY>_<JobID>…` (Majestic developer documentation,
/// DownloadBackLinks page, and its samples; an upload may put a prefix before it). `_` is read as a dot in a host and as a slash behind it.
fn read_name(name: &str, id: &str) -> Option<(&'static str, Target)> {
    let (_, rest) = name.split_once("download_")?;
    let (datasource, rest) = [("historical_", "historic"), ("fresh_", "fresh")]
        .into_iter()
        .find_map(|(prefix, datasource)| Some((datasource, rest.strip_prefix(prefix)?)))?;
    let (dated, _) = rest.rsplit_once(&format!("_{id}"))?;
    let cut = dated.len().checked_sub(DAY)?;
    let (item, day) = dated.split_at_checked(cut)?;
    if !day.starts_with('_') {
        return None;
    }
    let target = match item.strip_suffix("_url") {
        Some(url) => read_url(url)?,
        None => Target::parse(&item.replace('_', ".")).ok()?,
    };
    Some((datasource, target))
}

/// The longest host that ends in a public suffix, and the rest as a path.
fn read_url(item: &str) -> Option<Target> {
    let labels: Vec<&str> = item.trim_end_matches('_').split('_').collect();
    let host = (2..=labels.len()).rev().find(|n| {
        let host = labels[..*n].join(".");
        psl::suffix(host.as_bytes())
            .is_some_and(|s| s.is_known() && s.as_bytes().len() < host.len())
    });
    let (host, path) = labels.split_at(host.unwrap_or(labels.len()));
    let text = format!("http://{}/{}", host.join("."), path.join("/"));
    Url::parse(&text).ok()?;
    Target::parse(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::majestic::{DOWNLOAD_BACK_LINKS, DOWNLOAD_REF_DOMAIN_BACK_LINKS};
    use crate::model::target::Scope;

    fn listed(command: &str, file: &str) -> RemoteJob {
        RemoteJob {
            description: format!("API Job: {command} (C710"),
            id: "C710".into(),
            status: None,
            created: None,
            expires: None,
            size: 0,
            last_error: String::new(),
            location: format!("http://h.example/d/{file}"),
            progress: String::new(),
        }
    }

    #[test]
    fn name_and_description_tell_the_question() {
        let job = listed(
            "DownloadBackLinks",
            "download_fresh_blog_example_com_27_Nov_17_C710.csv.gz",
        );
        let query = query_of(&job, std::iter::empty()).unwrap();
        assert_eq!(query.command, DOWNLOAD_BACK_LINKS.command);
        assert_eq!(query.datasource(), "fresh");
        assert_eq!(query.target.item, "blog.example.com");
        assert_eq!(
            query.value("UsePrefixScan"),
            "",
            "what is not told is not claimed"
        );
        let job = listed(
            "DownloadRefDomainBackLinks",
            "download_historical_www_example_com_a_b_url_27_Nov_17_C710.csv.gz",
        );
        let query = query_of(&job, std::iter::empty()).unwrap();
        assert_eq!(query.command, DOWNLOAD_REF_DOMAIN_BACK_LINKS.command);
        assert_eq!(query.target.item, "http://www.example.com/a/b");
        assert_eq!(
            (query.target.scope, query.datasource()),
            (Scope::Url, "historic")
        );
    }

    #[test]
    fn a_question_known_here_tells_hyphens_from_dots() {
        let job = listed(
            "DownloadBackLinks",
            "download_historical_my_shop_example_27_Nov_17_C710.csv.gz",
        );
        let asked = Query::new(
            &DOWNLOAD_BACK_LINKS,
            Target::parse("my-shop.example").unwrap(),
        );
        let query = query_of(&job, [&asked].into_iter()).unwrap();
        assert_eq!(query.target.item, "my-shop.example");
        let guessed = query_of(&job, std::iter::empty()).unwrap();
        assert_eq!(guessed.target.item, "my.shop.example");
    }

    #[test]
    fn what_cannot_be_known_is_refused() {
        for (command, file) in [
            (
                "AnalyseIndexItem",
                "download_fresh_a_com_27_Nov_17_C710.csv.gz",
            ),
            ("DownloadBackLinks", "report.csv.gz"),
            (
                "DownloadBackLinks",
                "download_fresh_xn__bcher_kva_com_27_Nov_17_C710.csv.gz",
            ),
            ("DownloadBackLinks", "download_fresh_27_Nov_17_C710.csv.gz"),
            ("DownloadBackLinks", ""),
        ] {
            let refused = query_of(&listed(command, file), std::iter::empty());
            assert!(refused.is_err(), "{command} {file}: {refused:?}");
        }
    }
}
