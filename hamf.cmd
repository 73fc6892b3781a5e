@echo off
setlocal
rem Builds Hamf when a source is newer than the built program, then runs the program directly.
set "ROOT=%~dp0"
set "PROGRAM=%ROOT%artifacts\hamf\hamf.exe"
set "STAMP=%ROOT%artifacts\hamf.built"
powershell -NoProfile -Command "$s=Get-Item -ErrorAction SilentlyContinue $env:STAMP; if(-not $s -or -not (Test-Path $env:PROGRAM)){exit 1}; $n=Get-ChildItem -Recurse \"$env:ROOT\src\",\"$env:ROOT\third_party\" -ErrorAction SilentlyContinue | Where-Object {$_.LastWriteTimeUtc -gt $s.LastWriteTimeUtc} | Select-Object -First 1; if($n){exit 1}"
if errorlevel 1 (
  echo hamf: building ^(first use, or sources changed^)... 1>&2
  dotnet publish "%ROOT%src\Hamf.App" -c Release --runtime win-x64 --self-contained false -p:PublishReadyToRun=true -o "%ROOT%artifacts\hamf" -v quiet -nologo 1>&2 || exit /b 1
  type nul > "%STAMP%"
)
"%PROGRAM%" %*
exit /b %ERRORLEVEL%
