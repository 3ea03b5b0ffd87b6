//! What scenes are made of: life-like rows, jobs in every state, answers of every kind.

use backtrail::app::facts::DatasetFacts;
use backtrail::app::{Action, Setup};
use backtrail::config::{Keymap, Theme};
use backtrail::model::catalog::Brings;
use backtrail::model::catalog::majestic::DOWNLOAD_REF_DOMAIN_BACK_LINKS;
use backtrail::model::catalog::{ItemFigures, Quote};
use backtrail::model::column::{Column, Table};
use backtrail::model::domain::DOMAINS;
use backtrail::model::job::{JobId, JobState, JobSummary, Progress, RemoteDownload};
use backtrail::model::link::LINKS;
use backtrail::model::money::{Amounts, Budget, Lapse, Paid, PaidSource, Price};
use backtrail::model::query::Query;
use backtrail::model::rows::{DatasetId, Sheet, tables};
use backtrail::model::target::Target;
use jiff::Timestamp;

pub const NAMES: [&str; 8] = [
    "quietharbour.example",
    "copperlane-review.example",
    "thelongfield.example",
    "nightmarket-notes.example",
    "oakandember.example",
    "bergwanderungen.example",
    "a-very-long-domain-name-that-does-not-fit-anywhere.example",
    "x.example",
];

/// Texts that try to break a screen.
pub const HOSTILE: [&str; 8] = [
    "日本語のアンカーテキストはとても長い場合があります",
    "مرحبا بالعالم روابط خلفية",
    "\u{1b}[31mred\u{1b}[0m \u{9b}2J wiped",
    "left\u{202e}thgir\u{2066}iso",
    "👩‍👩‍👧‍👦 family 🇩🇪 flag ❤️ heart",
    "e\u{301}clair cafe\u{301} zero\u{200b}width",
    "한국어 링크 | pipe \"quoted\"",
    "tab\there\nnew line\r\u{7}bell",
];

pub fn now() -> Timestamp {
    "2026-11-21T14:03:12Z".parse().unwrap()
}

pub fn setup(target: Option<&str>) -> Setup {
    Setup {
        keymap: Keymap::builtin().unwrap(),
        theme: Theme::sixteen(),
        themes: Vec::new(),
        options: Default::default(),
        size: (80, 24),
        service: "majestic".into(),
        header_host: "api.majestic.com".into(),
        sandbox: false,
        limits: Default::default(),
        form_target: target.map(str::to_owned),
        auto_start: false,
        jobs: Vec::new(),
        providers: vec![backtrail::model::catalog::Provider::Majestic],
        money: Budget::default(),
        budget: Budget {
            provider: Default::default(),
            left: Some(Amounts::new(97_071_234, 19_460_000, 1_200)),
            as_of: Some(now()),
            lapses: Some("2026-12-01T00:00:00Z".parse().unwrap()),
            lapsing: vec![
                Lapse {
                    expires: "2026-12-01T00:00:00Z".parse().unwrap(),
                    left: Amounts::new(1_000_000, 200_000, 1_000),
                },
                Lapse {
                    expires: "2027-03-15T00:00:00Z".parse().unwrap(),
                    left: Amounts::new(96_071_234, 19_260_000, 200),
                },
            ],
            held: Amounts::new(2_150_000, 90_000, 0),
            spent_today: Amounts::new(5_000, 0, 3),
            ..Budget::default()
        },
        session: Default::default(),
        resume: None,
        now: now(),
    }
}

pub fn query(target: &str) -> Query {
    Query::new(
        &DOWNLOAD_REF_DOMAIN_BACK_LINKS,
        Target::parse(target).unwrap(),
    )
}

pub fn figures(ref_domains: i64) -> ItemFigures {
    ItemFigures {
        ref_domains,
        ext_back_links: ref_domains * 6,
        listed_cost: 0,
        listed_links_cost: 0,
        datasource: "historic".into(),
        index_id: "20261120000000-HISTORICAL".into(),
        index_date: "2026-11-20 00:00:00".into(),
        looked_up: now(),
    }
}

pub fn job(id: i64, target: &str, state: JobState) -> JobSummary {
    JobSummary {
        id: JobId(id),
        query: query(target),
        state,
        progress: Progress::default(),
        created: "2026-11-21T13:59:40Z".parse().unwrap(),
        updated: now(),
        price: Price::UpTo(Amounts::new(350_000, 90_000, 0)),
        paid: None,
        dataset: None,
        remote_id: None,
        expires: None,
        note: String::new(),
        tag: None,
        held: None,
    }
}

/// One job in each state that matters to the eye.
pub fn jobs() -> Vec<JobSummary> {
    let mut done = job(1, "example.com", JobState::Done);
    done.dataset = Some(DatasetId("d1".into()));
    done.progress.rows = 62_400;
    done.created = "2026-11-19T08:00:00Z".parse().unwrap();
    done.paid = Some(Paid {
        amounts: Amounts::new(350_000, 62_400, 0),
        source: PaidSource::BalanceDifference,
    });
    let mut unknown = job(2, "blog.example.com", JobState::ChargeUnknown);
    unknown.note = "The request was sent and the connection broke before an answer came; it may have been charged.".into();
    let mut failed = job(3, "bücher.example", JobState::FailedUncharged);
    failed.note = "The service refused the job; nothing was charged.".into();
    let mut waiting = job(4, "example.org", JobState::Waiting);
    waiting.progress.remote = "Step 2 of 4".into();
    waiting.remote_id = Some("1234567".into());
    let mut loading = job(
        5,
        "https://example.com/a/deep/page/that/is/long.html",
        JobState::Downloading,
    );
    loading.progress = Progress {
        done: 5_580_000,
        total: 12_400_000,
        rows: 12_400,
        remote: String::new(),
    };
    vec![done, unknown, failed, waiting, loading]
}

pub fn facts() -> Box<DatasetFacts> {
    let behind = |table: &'static Table, from: usize| {
        let columns = table.columns[from..].iter();
        columns.map(|c| format!("{}.{}", table.name, c.id))
    };
    Box::new(DatasetFacts {
        id: DatasetId("d1".into()),
        target: "example.com".into(),
        source: "majestic historic index of 2026-11-20".into(),
        command: "DownloadRefDomainBackLinks".into(),
        mode: String::new(),
        datasource: "historic".into(),
        provider: "majestic".to_owned(),
        sheet: Sheet::Items,
        rows_known: None,
        items_held: 0,
        links_held: 62_400,
        links_known: Some(90_000),
        domains_held: 12_400,
        domains_known: Some(104_972),
        applied: Default::default(),
        bad_rows: 2,
        bad_cells: 0,
        complete: true,
        stopped: None,
        notes: Vec::new(),
        lacks_second_pass: false,
        filter: String::new(),
        absent: behind(&DOMAINS, 10).chain(behind(&LINKS, 23)).collect(),
        labels: Default::default(),
        counted_from: None,
        tables: Vec::new(),
    })
}

/// Columns that DataForSEO alone fills, or those that Majestic alone fills.
fn of_dataforseo(wanted: bool) -> impl Iterator<Item = String> {
    let is_wanted = move |c: &Column| {
        let own = !c.wires.is_empty() || c.id == "icann_domain";
        let is_small = |wire: &&str| wire.starts_with(char::is_lowercase) || wire.starts_with("N.");
        let of_one = match wanted {
            true => c.wires.iter().all(is_small),
            false => !c.wires.iter().any(is_small),
        };
        own && of_one
    };
    tables().flat_map(move |table| {
        let columns = table.columns.iter().filter(move |c| is_wanted(c));
        columns.map(move |c| format!("{}.{}", table.name, c.id))
    })
}

/// An answer of DataForSEO.
pub fn other_provider(sheet: Option<Sheet>) -> Box<DatasetFacts> {
    let mut facts = facts();
    facts.provider = "dataforseo".to_owned();
    facts.source = "dataforseo, asked on 2026-11-20".into();
    facts.command = String::new();
    facts.bad_rows = 0;
    let told = [
        "domain",
        "links",
        "follow_share",
        "lost_share",
        "first_seen",
        "last_seen",
        "tld",
    ];
    let of_links = |c: &&Column| !told.contains(&c.id) && !c.id.starts_with("domain_from");
    let none = DOMAINS.columns.iter().filter(of_links).map(|c| c.id);
    let none = none.map(|id| format!("domains.{id}"));
    let none = none.chain(["links.extra".to_owned()]);
    facts.absent = of_dataforseo(false).chain(none).collect();
    if let Some(sheet) = sheet {
        facts.sheet = sheet;
        (facts.links_held, facts.domains_held, facts.items_held) = (0, 0, 1_000);
        (facts.links_known, facts.domains_known, facts.rows_known) = (None, None, Some(104_972));
    }
    facts
}

/// An answer of another kind.
pub fn answer(command: &str) -> Box<DatasetFacts> {
    let mut facts = facts();
    facts.command = command.into();
    facts.bad_rows = 0;
    facts.absent = Vec::new();
    facts.links_known = None;
    match command {
        "GetIndexItemInfo" => {
            facts.target = "example.com +7".into();
            (facts.links_held, facts.domains_held, facts.items_held) = (0, 0, 8);
            facts.domains_known = None;
        }
        "GetRefDomains" => {
            facts.target = "example.com +1".into();
            (facts.links_held, facts.domains_held) = (0, 12_400);
            let item =
                |n: usize, name: &str| (format!("item{n}_links"), format!("BackLinks_{name}"));
            facts.labels = [item(0, "example.com"), item(1, "blog.example.org")].into();
            let none = |n: usize| {
                ["links", "first_link", "last_link"].map(|what| format!("domains.item{n}_{what}"))
            };
            facts.absent = [none(2), none(3)].concat();
        }
        "GetBackLinkData" => {
            (facts.links_held, facts.links_known) = (1_000, Some(90_000));
            facts.domains_held = 800;
            let none = |what: &str| {
                (0..4)
                    .map(|n| format!("domains.item{n}_{what}"))
                    .collect::<Vec<_>>()
            };
            facts.absent = ["links", "first_link", "last_link"].map(none).concat();
            facts.absent.extend(
                ["matches", "matched_links", "title", "status"].map(|c| format!("domains.{c}")),
            );
            facts
                .absent
                .extend(["target_acrank", "level"].map(|c| format!("links.{c}")));
        }
        _ => {
            let brings = facts.brings();
            if let Some(Brings::Sheet(sheet)) = brings {
                facts.sheet = sheet;
                facts.rows_known = Some(629);
                facts.domains_known = None;
                (facts.links_held, facts.domains_held, facts.items_held) = (0, 0, 8);
            }
        }
    }
    facts.absent.extend(of_dataforseo(true));
    facts
}

pub fn priced(quotes: Vec<Quote>) -> Action {
    Action::Priced {
        quotes,
        trouble: None,
    }
}

/// Downloads in the account: one of ours, one of somebody else's with a name that tries to break the screen.
pub fn downloads() -> Vec<RemoteDownload> {
    let of = |id: &str, description: &str, ours| RemoteDownload {
        remote_id: id.into(),
        description: description.into(),
        status: "ready".into(),
        created: Some("2026-11-20T08:00:00Z".parse().unwrap()),
        expires: Some("2026-11-27T08:00:00Z".parse().unwrap()),
        size: 6_483_009,
        location: String::new(),
        ours,
    };
    vec![
        of(
            "3E5F20EEAB0123456789ABCDEF012345",
            "API Job: DownloadRefDomainBackLinks (3E5F20EEAB0123456789ABCDEF0",
            Some(JobId(1)),
        ),
        of(
            "C710000000123456789ABCDEF0123456",
            "API Job: DownloadBackLinks (C710000000123456789ABCDEF0123456)",
            None,
        ),
        of("0F", "Web: \u{1b}[31m日本語\u{202e} export", None),
    ]
}
