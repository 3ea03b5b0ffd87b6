//! A small FTP server that a test can make behave badly.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

const USER: &str = "an@lyst";
const PASSWORD: &str = "hunter2/x";
/// As they stand in an address.
pub const LOGIN: &str = "an%40lyst:hunter2%2Fx";

/// How the server behaves.
#[derive(Clone, Copy, Default)]
pub struct Manner {
    /// Knows EPSV; else only PASV, whose address leads elsewhere.
    pub knows_epsv: bool,
    /// Transfers that break off before one is let through.
    pub broken: usize,
}

/// What came.
#[derive(Default)]
pub struct Shelf {
    /// Full path and content, in order of arrival.
    pub files: Vec<(String, Vec<u8>)>,
    pub transfers: usize,
}

/// The running server.
pub struct Ftp {
    port: u16,
    pub shelf: Arc<Mutex<Shelf>>,
}

impl Ftp {
    pub async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shelf = Arc::new(Mutex::new(Shelf::default()));
        let there = shelf.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shelf = there.clone();
                tokio::spawn(async move { Session::new(stream, manner, shelf).run().await });
            }
        });
        Self { port, shelf }
    }

    pub fn address(&self, login: &str, path: &str) -> String {
        format!("ftp://{login}@127.0.0.1:{}{path}", self.port)
    }

    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        self.shelf.lock().unwrap().files.clone()
    }
}

struct Session {
    control: BufReader<TcpStream>,
    manner: Manner,
    shelf: Arc<Mutex<Shelf>>,
    folder: String,
    user: String,
    is_in: bool,
    is_binary: bool,
    data: Option<TcpListener>,
}

impl Session {
    fn new(stream: TcpStream, manner: Manner, shelf: Arc<Mutex<Shelf>>) -> Self {
        Self {
            control: BufReader::new(stream),
            manner,
            shelf,
            folder: "/home/analyst".to_owned(),
            user: String::new(),
            is_in: false,
            is_binary: false,
            data: None,
        }
    }

    async fn run(mut self) -> Option<()> {
        self.say("220 ready").await?;
        loop {
            let mut line = String::new();
            if self.control.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            let line = line.trim_end();
            let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
            match verb {
                "USER" => {
                    self.user = rest.to_owned();
                    self.say("331 password?").await?;
                }
                "PASS" => {
                    self.is_in = self.user == USER && rest == PASSWORD;
                    let answer = if self.is_in {
                        "230 welcome".to_owned()
                    } else {
                        format!("530 {rest} is not the password of {}", self.user)
                    };
                    self.say(&answer).await?;
                }
                "QUIT" => return self.say("221 bye").await,
                _ if !self.is_in => self.say("530 who are you?").await?,
                _ => self.obey(verb, rest).await?,
            }
        }
    }

    async fn obey(&mut self, verb: &str, rest: &str) -> Option<()> {
        match verb {
            "TYPE" => {
                self.is_binary = rest.starts_with('I');
                self.say("200 as you like").await
            }
            "PWD" => self.say(&format!("257 \"{}\"", self.folder)).await,
            "CWD" => {
                let folder = self.full(rest);
                if ["/home/analyst", "/home/analyst/in box", "/srv/in"].contains(&folder.as_str()) {
                    self.folder = folder;
                    self.say("250 there").await
                } else {
                    self.say("550 no such folder").await
                }
            }
            "EPSV" if self.manner.knows_epsv => {
                let port = self.listen().await?;
                self.say(&format!("229 Entering Extended Passive Mode (|||{port}|)"))
                    .await
            }
            "PASV" => {
                let port = self.listen().await?;
                let (high, low) = (port / 256, port % 256);
                self.say(&format!(
                    "227 Entering Passive Mode (192,0,2,1,{high},{low})"
                ))
                .await
            }
            "STOR" => self.store(rest).await,
            _ => self.say("502 not here").await,
        }
    }

    async fn store(&mut self, name: &str) -> Option<()> {
        let path = self.full(name);
        self.say("150 go on").await?;
        let (mut data, _) = self.data.take()?.accept().await.ok()?;
        let breaks = {
            let mut shelf = self.shelf.lock().unwrap();
            shelf.transfers += 1;
            shelf.transfers <= self.manner.broken
        };
        if breaks {
            // Some bytes, and then both connections are gone.
            let _ = data.read(&mut [0; 10]).await;
            return None;
        }
        let mut content = Vec::new();
        data.read_to_end(&mut content).await.ok()?;
        assert!(self.is_binary);
        self.shelf.lock().unwrap().files.push((path, content));
        self.say("226 got it").await
    }

    async fn listen(&mut self) -> Option<u16> {
        let listener = TcpListener::bind("127.0.0.1:0").await.ok()?;
        let port = listener.local_addr().ok()?.port();
        self.data = Some(listener);
        Some(port)
    }

    fn full(&self, path: &str) -> String {
        if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("{}/{path}", self.folder)
        }
    }

    async fn say(&mut self, line: &str) -> Option<()> {
        let line = format!("{line}\r\n");
        self.control.get_mut().write_all(line.as_bytes()).await.ok()
    }
}
