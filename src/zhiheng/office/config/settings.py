"""Django's settings, derived from the environment; nothing here reads a variable itself."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from zhiheng.office.config.environment import Environment, environment
from zhiheng.office.config.identities import identity_providers, origin_of
from zhiheng.office.config.logs import logging_settings

ZHIHENG: Environment = environment()
_OFFICE = Path(__file__).resolve().parent.parent

try:
    VERSION = version("zhiheng")
except PackageNotFoundError:  # run from a checkout that was never installed
    VERSION = "0.1.0"

SECRET_KEY = ZHIHENG.secret_key
DEBUG = ZHIHENG.debug
ALLOWED_HOSTS = list(ZHIHENG.allowed_hosts)
ROOT_URLCONF = "zhiheng.office.config.urls"
WSGI_APPLICATION = "zhiheng.office.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "zhiheng.office.config",
    "zhiheng.office.web",
    "zhiheng.office.accounts",
    "zhiheng.office.ledger",
    "zhiheng.office.attachments",
    "zhiheng.office.notices",
    "zhiheng.office.registers",
    "zhiheng.office.cases",
    "zhiheng.office.caseload",
    "zhiheng.office.papers",
    "zhiheng.office.desk",
    "zhiheng.office.hall",
    "zhiheng.office.indicators",
    "zhiheng.office.parties",
    "zhiheng.office.search",
    "zhiheng.office.marks",
    "zhiheng.office.protection",
    "zhiheng.office.screening",
    "zhiheng.office.themes",
    "zhiheng.office.plans",
    "zhiheng.office.reporting",
    "zhiheng.office.monitoring",
    "zhiheng.office.evaluation",
    "zhiheng.office.supervision",
    "zhiheng.office.conference",
    "zhiheng.office.annual",
    "zhiheng.office.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "rules",
]

MIDDLEWARE = [
    # Outermost, so that what the others refuse carries the policy too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhiheng.office.web.middleware.NotKept",
    "zhiheng.office.web.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "zhiheng.office.web.limits.LargestRequest",  # before what reads the request for its token
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhiheng.office.web.middleware.PeoplesErrors",
    "zhiheng.office.accounts.middleware.TemporaryPassword",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhiheng.office.web.context.frame",
                "zhiheng.office.notices.context.notices",
            ],
        },
    },
]
FORM_RENDERER = "zhiheng.office.web.forms.PageFormRenderer"

# --- data -----------------------------------------------------------------------------------

DATABASES = {"default": ZHIHENG.database.settings}
# Shared by all worker processes: the sign-in throttle counts here.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "office_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_PERMISSIONS = 0o600

# --- language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [_OFFICE / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- static files -----------------------------------------------------------------------------

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "zhiheng.office.web.static_files.DigestStorage"},
}
# The files are served from where they are, so a running installation needs no collecting step.
# Their addresses carry a digest of the content, which is why they may be cached for long.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 30 * 24 * 3600

# --- people -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["zhiheng.office.accounts.backends.OfficeBackend"]
_DJANGOS = "django.contrib.auth.password_validation"
_NAMES = ("username", "display_name")
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {"NAME": name, "OPTIONS": options}
    for name, options in (
        (f"{_DJANGOS}.UserAttributeSimilarityValidator", {"user_attributes": _NAMES}),
        ("zhiheng.office.accounts.passwords.LengthValidator", {"min_length": 10}),
        (f"{_DJANGOS}.CommonPasswordValidator", {}),
        (f"{_DJANGOS}.NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "zhiheng.office.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_DISPLAY = "zhiheng.office.accounts.presenters.display_name"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = ZHIHENG.proxies
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "知衡"
# A phone's clock may be off by one step of thirty seconds.
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "zhiheng.office.accounts.adapters.SecondFactorAdapter"
SOCIALACCOUNT_ADAPTER = "zhiheng.office.accounts.adapters.IdentityAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = identity_providers(ZHIHENG.oidc)

# --- security ---------------------------------------------------------------------------------

SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ZHIHENG.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "zhiheng.office.web.failures.form_expired"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = ZHIHENG.https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ZHIHENG.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ZHIHENG.https
if ZHIHENG.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# A browser also applies form-action to where a form's answer redirects, hence the issuer.
_ISSUER = [origin_of(ZHIHENG.oidc.issuer)] if ZHIHENG.oidc else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *_ISSUER],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# --- mail and logs ----------------------------------------------------------------------------

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if ZHIHENG.mail is not None:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = ZHIHENG.mail.host
    EMAIL_PORT = ZHIHENG.mail.port
    EMAIL_HOST_USER = ZHIHENG.mail.user
    EMAIL_HOST_PASSWORD = ZHIHENG.mail.password
    EMAIL_USE_SSL = ZHIHENG.mail.implicit_tls
    EMAIL_USE_TLS = not ZHIHENG.mail.implicit_tls

LOGGING = logging_settings(debug=DEBUG)
