"""The window's look: one style sheet, calm colours, contrast at least 4.5 to 1 for text."""

STYLE = """
* { font-size: 13px; }
QMainWindow, QWidget[page="true"] { background: #f5f7f8; color: #17242b; }
QLabel { background: transparent; color: #17242b; }
QLabel[kind="title"] { font-size: 21px; font-weight: 600; }
QLabel[kind="heading"] { font-size: 15px; font-weight: 600; }
QLabel[kind="finding"] { font-size: 17px; font-weight: 600; }
QLabel[kind="option"] { font-weight: 600; }
QLabel[kind="quiet"] { color: #51626b; }
QLabel[kind="small"] { color: #51626b; font-size: 12px; }
QLabel[kind="fault"] { color: #8f1d13; font-weight: 600; }
QLabel[badge] { border-radius: 4px; padding: 2px 7px; font-size: 12px; font-weight: 600; }
QLabel[badge="neutral"] { background: #e4eaed; color: #27373f; }
QLabel[badge="strong"] { background: #0d5c63; color: #ffffff; }
QLabel[badge="possible"] { background: #cfe5e7; color: #0b474c; }
QLabel[badge="warning"] { background: #fbe7c3; color: #6a4300; }
QLabel[badge="against"] { background: #f6d5d2; color: #7c1a12; }
QLabel[badge="good"] { background: #d3ead6; color: #14501f; }
QFrame[card="true"] { background: #ffffff; border: 1px solid #d8e0e4; border-radius: 6px; }
QFrame[banner] { border-radius: 6px; }
QFrame[banner="warning"] { background: #fff3db; border: 1px solid #e3b85c; }
QFrame[banner="info"] { background: #e3eff5; border: 1px solid #9fc2d4; }
QFrame[banner="good"] { background: #e1f1e3; border: 1px solid #8cc096; }
QWidget#sidebar { background: #12343b; }
QWidget#sidebar QLabel { color: #e8f0f1; }
QWidget#sidebar QLabel[kind="small"] { color: #b3c9cd; }
QListWidget#cases { background: #12343b; border: none; color: #e8f0f1; outline: none; }
QListWidget#cases::item { padding: 8px 10px; border-radius: 4px; }
QListWidget#cases::item:selected { background: #1f5a63; color: #ffffff; }
QPushButton { background: #ffffff; color: #17242b; border: 1px solid #a9b8bf; border-radius: 4px;
  padding: 6px 12px; }
QPushButton:hover { background: #eef3f5; }
QPushButton:disabled { color: #7f8d94; background: #eef1f2; border-color: #d0d9dd; }
QPushButton[link="true"] { border: none; background: transparent; color: #0d5c63; padding: 2px 0;
  text-align: left; text-decoration: underline; font-weight: 600; }
QPushButton[link="true"]:focus { border: 2px solid #17808b; }
QPushButton:checked { background: #cfe5e7; border-color: #17808b; color: #0b2a2e; }
QPushButton[primary="true"] { background: #0d5c63; color: #ffffff; border-color: #0d5c63; }
QPushButton[primary="true"]:hover { background: #0a4a50; }
QPushButton[primary="true"]:disabled { background: #9db9bc; border-color: #9db9bc; color: #ffffff; }
QPushButton:focus, QLineEdit:focus, QPlainTextEdit:focus {
  border: 2px solid #17808b; }
QLineEdit, QPlainTextEdit { background: #ffffff; color: #17242b;
  border: 1px solid #a9b8bf; border-radius: 4px; padding: 5px 7px; }
QComboBox { min-height: 24px; }
QComboBox:disabled, QLineEdit:disabled, QPlainTextEdit:disabled, QCheckBox:disabled {
  color: #38474e; background: #eef1f2; }
QTableView { background: #ffffff; alternate-background-color: #f7f9fa; color: #17242b;
  gridline-color: #e4eaed; border: 1px solid #d8e0e4; selection-background-color: #cfe5e7;
  selection-color: #0b2a2e; }
QHeaderView::section { background: #e9eef1; color: #27373f; border: none;
  border-right: 1px solid #d8e0e4; padding: 6px 6px; font-weight: 600; }
QTabWidget::pane { border: none; }
QTabBar::tab { background: transparent; color: #41525b; padding: 9px 16px; border: none;
  border-bottom: 3px solid transparent; font-weight: 600; }
QTabBar::tab:selected { color: #0d5c63; border-bottom: 3px solid #0d5c63; }
QProgressBar { border: 1px solid #a9b8bf; border-radius: 4px; background: #ffffff; color: #17242b;
  text-align: center; min-height: 18px; }
QProgressBar::chunk { background: #7fb9bf; border-radius: 3px; }
QStatusBar { background: #e9eef1; color: #41525b; }
QScrollArea { background: transparent; }
QToolTip { background: #ffffff; color: #17242b; border: 1px solid #a9b8bf; }
"""
