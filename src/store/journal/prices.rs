//! The price list of an account, kept with the time it was heard: the service gives it six times a minute at most.

use rusqlite::{OptionalExtension, params};

use super::{Journal, JournalError, immediate, moment};
use crate::model::catalog::dataforseo::PriceList;

impl Journal {
    /// Keeps an account's price list in place of the one before.
    pub fn keep_prices(&self, account: &str, prices: &PriceList) -> Result<(), JournalError> {
        let text = serde_json::to_string(prices)
            .map_err(|e| JournalError::unreadable("the prices to be stored", e))?;
        let mut connection = self.lock();
        let transaction = immediate(&mut connection)?;
        transaction.execute(
            "INSERT INTO prices (account, heard, prices) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET heard = excluded.heard, prices = excluded.prices",
            params![account, moment::stored(prices.heard), text],
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// An account's price list as it was last heard.
    pub fn prices(&self, account: &str) -> Result<Option<PriceList>, JournalError> {
        let text: Option<String> = self
            .lock()
            .query_row(
                "SELECT prices FROM prices WHERE account = ?1",
                [account],
                |row| row.get(0),
            )
            .optional()?;
        text.map(|text| {
            serde_json::from_str(&text).map_err(|e| JournalError::unreadable("prices.prices", e))
        })
        .transpose()
    }

    /// The price list that was heard last, of whichever account here.
    pub fn newest_prices(&self) -> Result<Option<PriceList>, JournalError> {
        let text: Option<String> = self
            .lock()
            .query_row(
                "SELECT prices FROM prices ORDER BY heard DESC LIMIT 1",
                [],
                |row| row.get(0),
            )
            .optional()?;
        text.map(|text| {
            serde_json::from_str(&text).map_err(|e| JournalError::unreadable("prices.prices", e))
        })
        .transpose()
    }
}
