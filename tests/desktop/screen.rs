//! What a server shows its notifications on, 800 by 600, seen by nobody: an X display in memory, or
//! sway without a monitor. Both can be looked at as a picture.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::part::{Part, user_directory};
use super::picture::png_of_xwd;

pub(super) enum Screen {
    X { xvfb: Part, name: String, memory: PathBuf },
    Sway { _sway: Part, socket: PathBuf },
}

impl Screen {
    pub(super) fn x(home: &Path) -> Self {
        let memory = home.join("screen");
        fs::create_dir(&memory).unwrap();
        let arguments = "-displayfd 1 -screen 0 800x600x24 -nolisten tcp -noreset -fbdir";
        let mut arguments: Vec<&str> = arguments.split(' ').collect();
        arguments.push(memory.to_str().unwrap());
        let mut xvfb = Part::start("Xvfb", home, &arguments, &[]);
        let name = format!(":{}", xvfb.first_line());
        Self::X { xvfb, name, memory: memory.join("Xvfb_screen0") }
    }

    /// sway refuses to run as root: somebody else does it then.
    pub(super) fn sway(home: &Path) -> Self {
        let runtime = user_directory(home, "wayland");
        let settings = runtime.join("settings");
        // It says where it is once it can be reached.
        let text = "output HEADLESS-1 resolution 800x600 position 0 0\n\
                    xwayland disable\nswaybg_command -\nexec echo \"$WAYLAND_DISPLAY\"\n";
        fs::write(&settings, text).unwrap();
        fs::set_permissions(&settings, PermissionsExt::from_mode(0o644)).unwrap();
        let environment = [
            ("XDG_RUNTIME_DIR", runtime.to_str().unwrap()),
            ("WLR_BACKENDS", "headless"),
            ("WLR_RENDERER", "pixman"),
            ("WLR_LIBINPUT_NO_DEVICES", "1"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let arguments = [Path::new("-c"), &settings];
        let mut sway = Part::start_as_user("sway", home, &arguments, &environment);
        let socket = runtime.join(sway.first_line());
        Self::Sway { _sway: sway, socket }
    }

    /// What a program needs to know to find it.
    pub(super) fn env(&self) -> (String, String) {
        match self {
            Self::X { name, .. } => ("DISPLAY".to_owned(), name.clone()),
            Self::Sway { socket, .. } => {
                ("WAYLAND_DISPLAY".to_owned(), socket.to_str().unwrap().to_owned())
            }
        }
    }

    /// Everything on it, as a PNG.
    pub(super) fn picture(&self, file: &Path) {
        match self {
            Self::X { memory, .. } => {
                fs::write(file, png_of_xwd(&fs::read(memory).unwrap())).unwrap();
            }
            Self::Sway { .. } => {
                let (name, value) = self.env();
                let grim = Command::new("grim").arg(file).env(name, value).status().unwrap();
                assert!(grim.success(), "no picture of the screen: {grim}");
            }
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        if let Self::X { xvfb, .. } = self {
            xvfb.ask_to_end();
        }
    }
}
